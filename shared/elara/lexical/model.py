"""What the URL model is made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is learnt without labels: how widely used names are spelled."""

    likelihood: Floats
    """Natural logarithms, by the codes of three characters in a row."""
    suffixes: dict[str, int]
    """How many widely used domains a public suffix has."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What is learnt from labels but the trees."""

    suffix_odds: dict[str, float]
    """Log-odds by public suffix, one vote for each owner."""
    host: Floats
    """Weights of hashed character sequences in the host."""
    path: Floats
    """The same for path and query."""

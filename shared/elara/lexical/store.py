"""The model file: `url_model.npz` beside this module, arrays only, never pickled."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from elara.lexical.model import Floats, Learnt, Vocabulary
from elara.lexical.trees import Forest

FILE = "url_model.npz"


@dataclass(frozen=True, slots=True)
class UrlModel:
    """Everything the model is, and its name."""

    vocabulary: Vocabulary
    learnt: Learnt
    forest: Forest
    id: str = ""
    """First 16 hex digits of the SHA-256 of the file it came from."""


@cache
def url_model() -> UrlModel:
    """The bundled model."""
    return unpacked(files(__package__).joinpath(FILE).read_bytes())


def packed(model: UrlModel) -> bytes:
    """The model as a file. Same model, same bytes."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        likelihood=model.vocabulary.likelihood.astype(np.float16),
        names_suffixes=_joined(list(model.vocabulary.suffixes)),
        names=np.array(list(model.vocabulary.suffixes.values()), np.int64),
        odds_suffixes=_joined(list(model.learnt.suffix_odds)),
        odds=np.array(list(model.learnt.suffix_odds.values()), np.float32),
        host=model.learnt.host.astype(np.float16),
        path=model.learnt.path.astype(np.float16),
        columns=model.forest.columns.astype(np.int16),
        limits=model.forest.limits,
        values=model.forest.values,
    )
    return out.getvalue()


def unpacked(file: bytes) -> UrlModel:
    """The model in a file that `packed` made."""
    with np.load(io.BytesIO(file), allow_pickle=False) as arrays:
        return UrlModel(
            Vocabulary(
                _floats(arrays["likelihood"]),
                {word: int(count) for word, count in _mapped(arrays, "names").items()},
            ),
            Learnt(_mapped(arrays, "odds"), _floats(arrays["host"]), _floats(arrays["path"])),
            Forest(arrays["columns"], arrays["limits"], arrays["values"]),
            hashlib.sha256(file).hexdigest()[:16],
        )


def _joined(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def _mapped(arrays: Mapping[str, NDArray[np.generic]], name: str) -> dict[str, float]:
    words = arrays[f"{name}_suffixes"].tobytes().decode().split("\n")
    return dict(zip(words, arrays[name].tolist(), strict=True))


def _floats(stored: NDArray[np.generic]) -> Floats:
    return stored.astype(np.float32)

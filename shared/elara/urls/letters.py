"""How much like a word a run of letters is, by the pairs of letters in it.

A first-order Markov chain over letters: the usual way to tell names made by programs from those
that people choose (Yadav et al., https://doi.org/10.1145/1879141.1879148, compare its kin).
"""

from functools import cache, lru_cache
from importlib.resources import files

import yaml


@lru_cache(maxsize=4096)
def strangeness(word: str) -> float:
    """Mean surprise per pair of letters in nats; `word` is of a to z. English is near 2.4."""
    pairs = _pairs()
    costs = map(pairs.__getitem__, zip(f".{word}", f"{word}.", strict=True))
    return sum(costs) / (len(word) + 1)


@cache
def _pairs() -> dict[tuple[str, str], float]:
    text = files(__package__).joinpath("letters.yaml").read_text("utf-8")
    table = yaml.load(text, yaml.CSafeLoader)
    letters: str = table["letters"]
    return {
        (first, second): int(cost) / 100
        for first, row in zip(letters, table["rows"], strict=True)
        for second, cost in zip(letters, row.split(), strict=True)
    }

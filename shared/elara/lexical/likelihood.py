"""How likely a name's spelling is among widely used names: a character trigram model.

Witten-Bell-like interpolation down to single characters; Chen and Goodman, "An empirical study of
smoothing techniques for language modeling" (1999), describes the family.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from elara.lexical.model import Counts, Floats
from elara.lexical.text import Texts

_ALPHABET = b"\0abcdefghijklmnopqrstuvwxyz0123456789-."
_SIZE = len(_ALPHABET) + 1
_LONGEST = 200
_WEIGHT = 5.0
"""Observations that the shorter context counts as."""
_FLOOR = 1e-6


def _codes() -> Counts:
    table = np.full(256, _SIZE - 1, np.int64)
    table[list(_ALPHABET)] = np.arange(len(_ALPHABET))
    table[ord("A") : ord("Z") + 1] = table[ord("a") : ord("z") + 1]
    return table


_CODES = _codes()


def learnt(names: Iterable[str]) -> Floats:
    """Logarithms of the chance of a character after two others, as the names have them."""
    codes = _CODES[np.frombuffer(("\0\0" + "\0\0".join(names)).encode("ascii", "replace"), "u1")]
    triples = np.bincount(
        (codes[:-2] * _SIZE + codes[1:-1]) * _SIZE + codes[2:], minlength=_SIZE**3
    ).reshape(_SIZE, _SIZE, _SIZE)
    pairs = triples.sum(axis=0)
    single = pairs.sum(axis=0) / pairs.sum()
    after_one = (pairs + _WEIGHT * single) / (pairs.sum(axis=1, keepdims=True) + _WEIGHT)
    total = triples.sum(axis=2, keepdims=True) + _WEIGHT
    after_two = (triples + _WEIGHT * after_one[None]) / total
    logarithms: Floats = np.log(np.maximum(after_two, _FLOOR)).astype(np.float32)
    return logarithms


def likelihood(texts: Sequence[str], table: Floats) -> Floats:
    """For each text the mean and the smallest logarithm over its characters and its end."""
    read = Texts.of(["\0\0" + text[:_LONGEST] for text in texts])
    codes = _CODES[read.codes]
    values = np.zeros(len(codes), np.float32)
    values[2:] = table[codes[:-2], codes[1:-1], codes[2:]]
    for place in (0, 1):  # what opens a text says nothing
        values[read.starts + place] = 0.0
    mean = read.sums(values) / (read.lengths - 1)
    return np.column_stack([mean, np.minimum.reduceat(values, read.starts)])

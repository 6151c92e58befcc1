"""Many short texts as one array of bytes, and what can be counted in it at once.

Each text is counted by itself: its numbers do not depend on its neighbours in the batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elara.lexical.model import Counts, Floats


@dataclass(frozen=True, slots=True)
class Texts:
    """ASCII texts end to end, each closed by a zero byte, so that none is empty."""

    codes: NDArray[np.uint8]
    starts: Counts
    lengths: Counts
    rows: Counts
    """The text that each byte belongs to."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Texts":
        joined = "\0".join(texts) + "\0"
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        ends = np.cumsum(lengths + 1)
        rows = np.repeat(np.arange(len(texts)), lengths + 1)
        codes = np.frombuffer(joined.encode("ascii", "replace"), np.uint8)
        return cls(codes, ends - lengths - 1, lengths, rows)

    def sums(self, values: Floats) -> Floats:
        """The sum of `values` over each text; the closing byte's value counts, too."""
        return np.add.reduceat(values, self.starts)


def _classes() -> NDArray[np.int64]:
    table = np.full(256, 12, np.int64)
    table[0] = 13
    groups = ("0123456789", "aeiouy", "bcdfghjklmnpqrstvwxz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for number, group in enumerate((*groups, "-", ".", "/", "_", "%", "=&"), 1):
        table[list(group.encode())] = number
    table[list(b"~@!,;:$+*()")] = 11
    return table


_CLASSES = _classes()
_DIGIT, _CONSONANT, _UPPER, _HYPHEN = 1, 3, 4, 5
SHAPE = (
    *("length", "digits", "vowels", "consonants", "capitals", "hyphens", "dots", "slashes"),
    *("underscores", "percents", "parameters", "symbols", "others", "turns", "consonant_run"),
    *("digit_run", "word_run", "entropy"),
)
"""What `shape` measures; `turns` are changes between letter and digit."""


def shape(texts: Texts) -> Floats:
    """One row of `SHAPE` for each text."""
    kinds = _CLASSES[texts.codes]
    count = len(texts.lengths)
    counted = np.bincount(texts.rows * 14 + kinds, minlength=14 * count).reshape(count, 14)
    letters = (kinds > _DIGIT) & (kinds <= _UPPER)
    digits = kinds == _DIGIT
    turns = np.zeros(len(kinds), np.float32)
    turns[1:] = (letters[1:] & digits[:-1]) | (digits[1:] & letters[:-1])
    measured = np.empty((count, len(SHAPE)), np.float32)
    measured[:, 0] = texts.lengths
    measured[:, 1:13] = counted[:, 1:13]
    measured[:, 13] = texts.sums(turns)
    measured[:, 14] = _longest(kinds == _CONSONANT, texts)
    measured[:, 15] = _longest(digits, texts)
    measured[:, 16] = _longest(kinds < _HYPHEN, texts)
    measured[:, 17] = _entropy(texts)
    return measured


def _longest(chosen: NDArray[np.bool_], texts: Texts) -> Counts:
    """The longest run of `chosen` in each text; the closing byte is never chosen."""
    places = np.arange(1, len(chosen) + 1)
    last_break = np.maximum.accumulate(np.where(chosen, 0, places))
    return np.maximum.reduceat(places - last_break, texts.starts)


def _entropy(texts: Texts) -> Floats:
    """Shannon entropy of the characters, in bits."""
    count = len(texts.lengths)
    keys = texts.rows * 64 + (texts.codes & 63)
    seen = np.bincount(keys, minlength=64 * count).reshape(count, 64)
    seen[:, 0] -= 1  # the closing byte
    share = seen / np.maximum(texts.lengths, 1)[:, None]
    bits: Floats = -(share * np.log2(np.where(share > 0, share, 1.0))).sum(axis=1)
    return bits

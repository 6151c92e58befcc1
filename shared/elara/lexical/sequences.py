"""Hashed character sequences (3 to 5 bytes) and a linear weight for each.

The hashing trick: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009.
Digits are all alike, so that numbers are not learnt by heart.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elara.lexical.model import Counts, Floats
from elara.lexical.text import Texts

BITS = 18
_SIZES = (3, 4, 5)
_STEP = np.uint64(0x100000001B3)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_LONGEST = 300


def _folding() -> NDArray[np.uint8]:
    table = np.arange(256, dtype=np.uint8)
    table[ord("0") : ord("9") + 1] = ord("0")
    table[ord("A") : ord("Z") + 1] += 32
    return table


_FOLDING = _folding()


def slots(texts: Sequence[str]) -> tuple[Counts, Counts]:
    """The text and the slot (0 to 2**BITS - 1) of every sequence."""
    read = Texts.of([text[:_LONGEST] for text in texts])
    codes = _FOLDING[read.codes].astype(np.uint64)
    hashes = codes.copy()
    rows, found = [], []
    for size in range(2, _SIZES[-1] + 1):
        hashes = hashes[:-1] * _STEP ^ codes[size - 1 :]
        if size in _SIZES:
            inside = read.rows[size - 1 :] == read.rows[: len(hashes)]
            spread = (hashes[inside] + np.uint64(size)) * _SPREAD >> np.uint64(64 - BITS)
            rows.append(read.rows[: len(hashes)][inside])
            found.append(spread.astype(np.int64))
    return np.concatenate(rows), np.concatenate(found)


def weighed(texts: Sequence[str], weights: Floats) -> Floats:
    """The weights of each text's sequences, summed and divided by the root of their number."""
    rows, found = slots(texts)
    count = len(texts)
    total = np.bincount(rows, weights[found], minlength=count)
    return (total / np.sqrt(np.maximum(np.bincount(rows, minlength=count), 1))).astype(np.float32)


def heaviest(text: str, weights: Floats, number: int) -> tuple[str, ...]:
    """The sequences of `text` with the largest positive weights, overlapping ones once."""
    closed = text[:_LONGEST] + "\0"
    pieces = [closed[at : at + size] for size in _SIZES for at in range(len(closed) - size + 1)]
    worth = dict(zip(pieces, weights[slots([text])[1]].tolist(), strict=True))
    kept: list[str] = []
    for piece in sorted(worth, key=lambda each: (-worth[each], -len(each), each)):
        if worth[piece] <= 0 or len(kept) == number:
            break
        if not any(piece in other or other in piece for other in kept):
            kept.append(piece)
    return tuple(piece.rstrip("\0") for piece in kept)

"""Finds listed words in a text, in a time that depends on the text and not on the list."""

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby, product

START = 6
"""Letters a word must have to be looked for inside longer ones."""
_DEPTH = 2
"""Letters told apart one by one in an expression; more cost more than they save."""


def longest_of(words: Iterable[str]) -> str:
    """A regular expression for the longest of `words` that stands at a place.

    Its first letters are a tree, so that each one read rules out most of the words at once.
    """
    return _branches(sorted(set(words)), _DEPTH)


def _branches(words: list[str], depth: int) -> str:
    """The expression for `words`, which are sorted, so that an empty one comes first."""
    if depth == 0:
        longest_first = sorted(words, key=len, reverse=True)
        return f"(?:{'|'.join(map(re.escape, longest_first))})"
    groups = groupby(filter(None, words), key=lambda word: word[0])
    tree = [
        re.escape(letter) + _branches([word[1:] for word in group], depth - 1)
        for letter, group in groups
    ]
    return f"(?:{'|'.join(tree)}){'?' if '' in words[:1] else ''}"


class Contained:
    """Words to be found inside longer ones, by how they start."""

    def __init__(self, words: Iterable[str]) -> None:
        """Words of fewer than START letters are left out."""
        self._starts: dict[str, list[str]] = {}
        # The longest first, so that it is found before one it starts with.
        for word in sorted((w for w in words if len(w) >= START), key=lambda w: (-len(w), w)):
            self._starts.setdefault(word[:START], []).append(word)

    def find(self, text: str) -> list[str]:
        """The words `text` contains, from left to right, at each place the longest."""
        starts = self._starts
        begun = [p for p in range(len(text) - START + 1) if text[p : p + START] in starts]
        return [word for place in begun if (word := self._longest(text, place))] if begun else []

    def _longest(self, text: str, place: int) -> str:
        listed = self._starts[text[place : place + START]]
        return next((word for word in listed if text.startswith(word, place)), "")


class Slip(StrEnum):
    """How a text differs from a word."""

    EASY = "easy"
    """As fingers slip: neighbours swapped, a letter doubled or not, the key beside it."""
    OTHER = "other"


class Misspelled:
    """Words to be found with one slip, by what is left of them when a letter is missing."""

    def __init__(self, words: Iterable[str]) -> None:
        self._shortened: dict[str, list[str]] = {}
        self._spared: set[tuple[int, str]] = set()
        for word in words:
            for key in {word, *_deletions(word)}:
                self._shortened.setdefault(key, []).append(word)
            # The second of each: when neighbours are swapped in the middle of six, or at the start.
            starts = {word[:3], word[:2] + word[3:4]}
            ends = {word[0] + word[-3:], word[1:2] + word[-3:]}
            lengths = (len(word) - 1, len(word), len(word) + 1)
            self._spared.update(product(lengths, starts | ends))

    def find(self, text: str) -> list[tuple[str, Slip]]:
        """The words exactly one slip away from `text` (Damerau 1964): a letter left out, added or
        changed, or two neighbours swapped. The first letter of a word is never in doubt.
        """
        if not self._is_near(text):
            return []
        shortened = self._shortened
        found = [key for key in (text, *_deletions(text)) if key in shortened]
        words = dict.fromkeys(word for key in found for word in shortened[key])
        return [(word, slip) for word in words if (slip := _slip(text, word))]

    def _is_near(self, text: str) -> bool:
        """A quick no for most texts: a slip in six letters or more spares the first three, or else
        the last three and the first, which is never in doubt.
        """
        length, spared = len(text), self._spared
        return length < 6 or (length, text[:3]) in spared or (length, text[0] + text[-3:]) in spared


def _slip(text: str, word: str) -> Slip | None:
    if text[0] != word[0] and text[:2] != word[1::-1]:
        return None
    if len(text) == len(word):
        return _changed([(a, b) for a, b in zip(text, word, strict=True) if a != b])
    shorter, longer = sorted((text, word), key=len)
    for place, cut in enumerate(_deletions(longer)):
        if cut == shorter:
            beside = longer[max(place - 1, 0) : place] + longer[place + 1 : place + 2]
            return Slip.EASY if longer[place] in beside else Slip.OTHER
    return None


def _changed(pairs: list[tuple[str, str]]) -> Slip | None:
    """What changing each first letter for its second amounts to."""
    if len(pairs) == 2 and pairs[0] == pairs[1][::-1]:
        return Slip.EASY
    if len(pairs) != 1:
        return None
    letter, other = pairs[0]
    return Slip.EASY if other in _BESIDE.get(letter, "") else Slip.OTHER


def _deletions(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


def _neighbours() -> dict[str, str]:
    """The keys around each key of a QWERTY keyboard, whose rows are set off by half a key."""
    rows = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
    found: dict[str, str] = {}
    for row, keys in enumerate(rows):
        above, below = rows[row - 1] if row else "", "".join(rows[row + 1 : row + 2])
        for column, key in enumerate(keys):
            beside = keys[max(column - 1, 0) : column + 2].replace(key, "")
            found[key] = (
                beside + above[column : column + 2] + below[max(column - 1, 0) : column + 1]
            )
    return found


_BESIDE = _neighbours()

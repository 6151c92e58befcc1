"""Folds look-alike characters, so that `pаypa1` and `paypal` become the same text.

The skeletons of Unicode UTS #39 (its data, as far as it may stand in a host name), widened by the
digits and letter pairs that phishing uses and by letters people read for Latin ones all the same.
"""

import unicodedata
from bisect import bisect_right
from functools import cache, lru_cache

from elara.urls.tables import tables

_PAIRS = (("rn", "m"), ("vv", "w"))

_FOLDS = str.maketrans("01345789i", "oleastbgl")
"""Digits read as letters; `i`, `1` and `l` are one, whichever of them is the disguise."""

_MISREAD = {
    "a": "ᴀə",
    "b": "вʙƅ",
    "e": "єεɛ",
    "f": "ғϝ",
    "g": "ɢ",
    "h": "нʜ",
    "k": "кκĸᴋ",
    "l": "ʟ",
    "m": "мᴍ",
    "n": "пиɴ",
    "p": "ᴘ",
    "r": "гяʀ",
    "t": "тτᴛ",
    "u": "цᴜ",
    "w": "ωшщ",
    "x": "χ",
}
"""Small capitals, and letters Unicode keeps apart though a hurried reader does not."""

_TOGETHER = {"HAN": "CJK", "HIRAGANA": "CJK", "KATAKANA": "CJK", "BOPOMOFO": "CJK", "HANGUL": "CJK"}
"""Scripts that one language writes together."""
_LATIN_SHAPES = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
"""Scripts with so many letters of Latin shape that a mixture is a disguise."""


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """What `text` looks like. Compare skeletons with skeletons only, never with plain text."""
    folded = (text.lower() if text.isascii() else _latin(text)).translate(_FOLDS)
    for pair, letter in _PAIRS:
        folded = folded.replace(pair, letter)
    return folded


def mixes_scripts(label: str) -> bool:
    """Whether scripts stand in one label that no language writes together (UTS #39, 5.2,
    "moderately restrictive": Latin may stand beside one script that shares no shapes with it).
    """
    if label.isascii():
        return False
    scripts = {_script(letter) for letter in label} - {""}
    foreign = scripts - {"LATIN"}
    return len(foreign) > 1 or (len(scripts) > 1 and not foreign.isdisjoint(_LATIN_SHAPES))


def _latin(text: str) -> str:
    """`text` in lower case with every letter of Latin shape as a Latin one, without accents."""
    shaped = text.casefold().translate(_twins())
    apart = unicodedata.normalize("NFKD", shaped)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return bare.casefold().translate(_twins())


def _script(letter: str) -> str:
    """The script `letter` belongs to; empty for digits, hyphens and the like."""
    starts, ranges = _scripts()
    place = bisect_right(starts, ord(letter)) - 1
    if place < 0 or ord(letter) > ranges[place][1]:
        return ""
    name = ranges[place][2]
    return _TOGETHER.get(name, name)


@cache
def _twins() -> dict[int, str]:
    misread = {ord(twin): letter for letter, twins in _MISREAD.items() for twin in twins}
    listed: dict[str, str] = tables()["twins"]
    return {ord(twin): letters for twin, letters in listed.items()} | misread


@cache
def _scripts() -> tuple[list[int], list[tuple[int, int, str]]]:
    ranges: list[tuple[int, int, str]] = tables()["scripts"]
    return [first for first, _, _ in ranges], ranges

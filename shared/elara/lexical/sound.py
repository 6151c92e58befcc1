"""The consonants of a text, to find names that are bent beyond a typing error.

`metamasskk`, `m3tamask` and `mtamsk` have the consonants of MetaMask.
"""

import re
from functools import cache, lru_cache

from elara.urls.brands import brands
from elara.urls.lexicon import longest_of

_SHORTEST = 4
"""Consonants a name must have to be told from chance."""
_HEARD = bytes.maketrans(b"1578", b"lstb")
_SILENT = bytes(set(range(128)) - set(b"bcdfghjklmnpqrstvwxz1578"))
"""Vowels, signs, and the digits that are read as vowels."""
_REPEATED = re.compile(r"(.)\1+")
_LURES = ("wallet", "crypto", "airdrop", "customer", "support", "security", "verification")
"""Words bent as often as names are."""


def consonants(text: str) -> str:
    """The consonants of `text` in order, digits read as letters, none twice in a row."""
    letters = text.lower().encode("ascii", "ignore").translate(_HEARD, _SILENT)
    return _REPEATED.sub(r"\1", letters.decode())


@lru_cache(maxsize=4096)
def echo(text: str) -> tuple[int, int]:
    """Consonants of the longest name that sounds in `text`, and of the text itself."""
    sound = consonants(text)
    return max(map(len, _names().findall(sound)), default=0), len(sound)


@cache
def _names() -> re.Pattern[str]:
    words = {word for brand in brands() for word in brand.words if word.isalpha()}
    sounds = {sound for word in words.union(_LURES) if len(sound := consonants(word)) >= _SHORTEST}
    return re.compile(longest_of(sounds))

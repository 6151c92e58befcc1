"""How widely a domain or host is used, from lists bundled as `popular.bin`.

The file is a sorted set of 32-bit name hashes with the lists each name is on: one gzip stream of
five equal planes, the four bytes of every hash (most significant first) and a byte of `Lists`.
One stranger's name in about 2600 shares a hash with a listed one, so this is a sign, not proof.
`training/popular.py` writes it and says from what.
"""

import gzip
import hashlib
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from enum import IntFlag
from functools import cache, lru_cache
from importlib.resources import files

TOP, KNOWN = 10_000, 1_000_000
"""The two ranks `rank` knows: among the ten thousand, or the million, most used domains."""


class Lists(IntFlag):
    """Where a name is listed."""

    NONE = 0
    RANKED = 1
    """A domain among the million of Tranco."""
    VISITED = 2
    """A domain some host of which is among Chrome's million most visited."""
    HOST = 4
    """A host among Chrome's million most visited, itself."""
    TOP = 8
    """A domain among Tranco's first ten thousand."""


_TOP, _KNOWN = int(Lists.TOP), int(Lists.RANKED | Lists.VISITED)


@lru_cache(maxsize=4096)
def listed(name: str) -> int:
    """The sum of the `Lists` that `name` (lower-case ASCII, no final dot) is on.

    A plain number: flags of an enumeration take longer to test than to find.
    """
    hashes, flags = _table()
    wanted = name_hash(name)
    place = bisect_left(hashes, wanted)
    found = place < len(hashes) and hashes[place] == wanted
    return flags[place] if found else 0


def rank(registrable: str) -> int | None:
    """The smallest known count of most used domains that this one is among; None outside."""
    lists = listed(registrable)
    if lists & _TOP:
        return TOP
    return KNOWN if lists & _KNOWN else None


def name_hash(name: str) -> int:
    """The first 32 bits of the name's BLAKE2s."""
    return int.from_bytes(hashlib.blake2s(name.encode(), digest_size=4).digest(), "big")


@cache
def _table() -> tuple[Sequence[int], bytes]:
    planes = gzip.decompress(files(__package__).joinpath("popular.bin").read_bytes())
    count = len(planes) // 5
    packed = bytearray(4 * count)
    for byte in range(4):
        packed[byte::4] = planes[byte * count : (byte + 1) * count]
    hashes = array("I", bytes(packed))
    if sys.byteorder == "little":
        hashes.byteswap()
    return hashes, planes[4 * count :]

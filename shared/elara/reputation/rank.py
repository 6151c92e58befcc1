"""A list of the most used domains, held in memory.

The bundled `ranks.csv` is a small list of our own: well-known domains in a rough order, and the
benign sites of the demo. `load` takes the real thing as well: Tranco's `top-1m.csv.zip`
(https://tranco-list.eu) or the CSV in it. Hashes instead of names keep a million entries at 12 MB.
"""

import csv
import hashlib
import io
import zipfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path

BUNDLED = Path(__file__).with_name("ranks.csv")


class Ranks:
    """Ranks by domain (lower-case ASCII). Of two entries for a domain the better one counts."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        ordered = sorted((_hash(domain), rank) for domain, rank in entries)
        self._hashes = array("Q", (hashed for hashed, _ in ordered))
        self._ranks = array("I", (rank for _, rank in ordered))

    def __len__(self) -> int:
        return len(self._hashes)

    def rank(self, domain: str) -> int | None:
        """The rank of `domain` itself, never of a parent; None when it has none."""
        wanted = _hash(domain)
        at = bisect_left(self._hashes, wanted)
        found = at < len(self._hashes) and self._hashes[at] == wanted
        return self._ranks[at] if found else None


def load(path: Path = BUNDLED) -> Ranks:
    """The list in `path`: `rank,domain` lines without a header, as CSV or as a ZIP of one CSV.

    Raises OSError, and ValueError for a file that is not such a list.
    """
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8", newline="") as lines:
            return Ranks(_entries(lines))
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        with archive.open(name) as raw:
            return Ranks(_entries(io.TextIOWrapper(raw, encoding="utf-8", newline="")))


def _entries(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    for rank, domain in csv.reader(lines):
        yield domain.lower(), int(rank)


def _hash(domain: str) -> int:
    return int.from_bytes(hashlib.blake2b(domain.encode(), digest_size=8).digest(), "big")

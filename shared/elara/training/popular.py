"""Compiles lists of widely used names into `urls/popular.bin`.

The bundled file comes from the lists `tranco`, `tranco10k` (version 20250115) and
`google-chrome-crux-1million` (20251223) of the MISP warning lists (CC0), as packaged by
PyMISPWarningLists 1.7: Tranco's research ranking (https://tranco-list.eu) and Google's Chrome UX
Report. They say which names are listed, not at which rank.

    python -m elara.training.popular RANKED TOP VISITED OUT
"""

import gzip
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from elara.urls.hosts import split
from elara.urls.popular import Lists, name_hash


def compiled(ranked: Iterable[str], top: Iterable[str], visited: Iterable[str]) -> bytes:
    """The file for domains ranked, domains at the top, and hosts visited. Same input, same bytes.

    Leaves platforms out of VISITED: many visits to one account say nothing about the next.
    """
    names: dict[str, Lists] = {}
    for name in ranked:
        _add(names, name, Lists.RANKED)
    for name in top:
        _add(names, name, Lists.TOP)
    for host in visited:
        _add(names, host.removeprefix("www."), Lists.HOST)
        _add(names, split(host).registrable or host, Lists.VISITED)
    return _packed(names)


def listing(path: Path) -> list[str]:
    """The names in a MISP warning list (JSON with `list`) or a text file, one a line."""
    text = path.read_text("utf-8")
    names = json.loads(text)["list"] if path.suffix == ".json" else text.split()
    return [str(name) for name in names]


def _add(names: dict[str, Lists], name: str, flag: Lists) -> None:
    names[name] = names.get(name, Lists.NONE) | flag


def _packed(names: Mapping[str, Lists]) -> bytes:
    flags: dict[int, int] = {}
    for name, on in names.items():
        key = name_hash(name)
        flags[key] = flags.get(key, 0) | on
    ordered = sorted(flags)
    hashes = b"".join(key.to_bytes(4, "big") for key in ordered)
    planes = [hashes[byte::4] for byte in range(4)]
    return gzip.compress(b"".join([*planes, bytes(flags[key] for key in ordered)]), 9, mtime=0)


if __name__ == "__main__":
    ranked_, top_, visited_, out_ = map(Path, sys.argv[1:])
    out_.write_bytes(compiled(listing(ranked_), listing(top_), listing(visited_)))

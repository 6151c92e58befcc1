"""Reading a feed file of one URL per line, and refusing one that is not that. Pure.

A feed is taken whole or not at all: a file cut short, swapped for a web page or emptied would
otherwise be read as "far fewer URLs are bad today".
"""

import re
from dataclasses import dataclass

from elara.errors import InvalidUrl
from elara.intel.model import NoAnswer
from elara.intel.sources.openphish import key

_URL = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """The keys of a file's URLs; `skipped` counts lines that no browser could open."""

    keys: frozenset[str]
    skipped: int


def read_feed(body: bytes, minimum: int) -> Feed:
    """The feed in `body`. Raises NoAnswer with the reason to refuse it.

    `minimum` is how many lines a believable file has at least.
    """
    lines = _lines(body)
    if not all(_URL.fullmatch(line) for line in lines):
        raise NoAnswer("not_urls")
    if len(lines) < minimum:
        raise NoAnswer("too_few_lines")
    keys = [_key(line) for line in lines]
    found = frozenset(found for found in keys if found is not None)
    return Feed(found, keys.count(None))


def _lines(body: bytes) -> list[str]:
    if not body.strip():
        raise NoAnswer("empty_file")
    if body.lstrip().startswith(b"<"):
        raise NoAnswer("html")
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise NoAnswer("not_text") from error
    if "\0" in text:
        raise NoAnswer("not_text")
    if not text.endswith("\n"):
        # The tail of a cut line can be a harmless URL: `https://host/` of `https://host/bad`.
        raise NoAnswer("truncated")
    return text.replace("\r\n", "\n").removesuffix("\n").split("\n")


def _key(line: str) -> str | None:
    try:
        return key(line)
    except InvalidUrl:
        return None

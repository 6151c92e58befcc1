"""Reading a feed file of one URL per line, and refusing one that is not that. Pure.

A feed is taken whole or not at all: a file cut short, swapped for a web page or emptied would
otherwise be read as "far fewer URLs are bad today".
"""

import re
from dataclasses import dataclass

from elara.errors import InvalidUrl
from elara.providers.model import NoAnswer
from elara.urls.canonical import canonicalise
from elara.urls.expressions import digest, exact

_URL = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """Where a source's feed is, and what it looks like."""

    source: str
    address: str
    min_lines: int
    """How many lines a believable file has at least."""


def key(url: str) -> str:
    """The key of this very URL, never of its host, in the feed store. Raises InvalidUrl."""
    return digest(exact(canonicalise(url)))


def read_feed(body: bytes, min_lines: int) -> frozenset[str]:
    """The keys of the URLs in `body`; lines that no browser could open have none.

    Raises NoAnswer with the reason to refuse the file.
    """
    lines = _lines(body)
    if not all(_URL.fullmatch(line) for line in lines):
        raise NoAnswer("not_urls")
    if len(lines) < min_lines:
        raise NoAnswer("too_few_lines")
    return frozenset(filter(None, map(_key, lines)))


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

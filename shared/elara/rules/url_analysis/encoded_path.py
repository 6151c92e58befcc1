"""Percent-encoding where none is needed."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.encoded_path",
    title="Needless percent-encoding",
    reads=UrlFacts,
    points=40,
    why="Encoding letters, or encoding twice, serves to slip past filters and readers.",
    references=("https://www.rfc-editor.org/rfc/rfc3986#section-2.3",),
)

_UNRESERVED = re.compile(r"%(?:2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e)", re.IGNORECASE)
_TWICE = re.compile(r"%25(?:[0-9a-f]{2})", re.IGNORECASE)


def check(facts: UrlFacts) -> Hit | None:
    if "%" not in facts.path:
        return None
    needless = len(_UNRESERVED.findall(facts.path))
    if needless >= 3:
        return Hit(f"The path encodes {needless} characters that need no encoding.")
    if _TWICE.search(facts.path):
        return Hit("The path is percent-encoded twice.", 20)
    return None

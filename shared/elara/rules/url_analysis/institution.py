"""A suffix only governments, schools or the military get."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.hosts import split
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.institution",
    title="Government or education suffix",
    reads=UrlFacts,
    points=-40,
    why="These suffixes are given out after a check of who asks; sites under them do get hacked.",
)

_SUFFIX = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:(?:gov|gob|gouv|edu|mil|int)(?:\.[a-z]{2})?|ac\.[a-z]{2})"
)
"""`ac` is academic only below a country; by itself it is Ascension Island's."""


def check(facts: UrlFacts) -> Hit | None:
    # Anybody may let accounts under `gov.ru`; what counts is whom the registry lets in.
    suffix = split(facts.suffix).suffix if facts.platform else facts.suffix
    if not _SUFFIX.fullmatch(suffix):
        return None
    return Hit(f"The suffix .{defang(suffix)} is given to institutions only.")

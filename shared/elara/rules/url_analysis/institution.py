"""A suffix only governments, schools or the military get."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.institution",
    title="Government or education suffix",
    reads=UrlFacts,
    points=-40,
    why="These suffixes are given out after a check of who asks; sites under them do get hacked.",
)

_SUFFIX = re.compile(r"(?:[a-z0-9-]+\.)*(?:gov|gob|gouv|edu|ac|mil|int)(?:\.[a-z]{2})?")


def check(facts: UrlFacts) -> Hit | None:
    if not _SUFFIX.fullmatch(facts.suffix) or facts.suffix in ("ac", "edu.ru", "ac.ru"):
        return None
    return Hit(f"The suffix .{defang(facts.suffix)} is given to institutions only.")

"""The address of an article."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.imitation import mentions
from elara.urls.model import UrlFacts
from elara.urls.places import hosting

RULE = Rule(
    id="url.dated_article",
    title="Address of an article",
    reads=UrlFacts,
    points=-35,
    why="A date or a rubric, then a title in words: so papers and blogs name what they print. "
    "Not where the host names a brand that is not its own.",
    references=("https://wordpress.org/documentation/article/customize-permalinks/",),
)

_ARTICLE = re.compile(
    r"(?:/[a-z]{2}(?:-[a-z]{2})?)?"
    r"(?:/(?:blog|news|articles?|posts?|stories|story|recipes?|wiki|docs|publications?)|(?:/[a-z-]+)?"
    r"/(?:19|20)\d\d/(?:[01]?\d)(?:/[0-3]?\d)?)"
    r"(?:/[\w-]+){0,2}/[a-z0-9]+(?:[-_][a-z0-9]+)+(?:/|\.html?)?",
    re.IGNORECASE,
)


def check(facts: UrlFacts) -> Hit | None:
    if (
        facts.path.count("/") < 2
        or facts.ip
        or not _ARTICLE.fullmatch(facts.path)
        or hosting(facts.host)
        or mentions(facts)
    ):
        return None
    return Hit("The path reads like the address of an article.")

"""A suffix where names cost next to nothing."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import is_cheap

RULE = Rule(
    id="url.cheap_suffix",
    title="Throw-away suffix",
    reads=UrlFacts,
    points=25,
    why="Names under these suffixes cost little or nothing and are used up by the thousand.",
    references=("https://www.spamhaus.org/reputation-statistics/",),
)


def check(facts: UrlFacts) -> Hit | None:
    if not is_cheap(facts.suffix):
        return None
    return Hit(f"Names under .{defang(facts.suffix)} cost next to nothing.")

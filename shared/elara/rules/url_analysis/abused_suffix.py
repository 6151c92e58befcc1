"""A suffix measured to be abused."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.suffixes import lean

RULE = Rule(
    id="url.abused_suffix",
    title="Suffix with more abuse than use",
    reads=UrlFacts,
    points=60,
    why="Where names are cheap and nobody asks, malicious owners outnumber their share many times.",
    references=("https://www.spamhaus.org/reputation-statistics/",),
)

_PER_NAT = 15
"""A third of what the figures say: suffixes rise and fall within a year."""


def check(facts: UrlFacts) -> Hit | None:
    measured = lean(facts.suffix)
    if measured <= 0 or owner(facts.registrable):
        return None
    points = min(RULE.points, 5 * round(measured * _PER_NAT / 5))
    return Hit(f"Names under .{defang(facts.suffix)} were measured to be often abused.", points)

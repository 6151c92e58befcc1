"""The domain was registered less than 30 days ago."""

from elara.reputation.model import DomainAge
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="reputation.very_new_domain",
    title="Domain registered this month",
    reads=DomainAge,
    points=45,
    why="Domains bought for an attack are mostly used within days of registration; honest sites "
    "seldom reach anybody's mail that soon.",
)

_LIMIT_DAYS = 30
_FIRST_WEEK = 7
_LATER_POINTS = 35


def check(facts: DomainAge) -> Hit | None:
    if facts.days is None or facts.days >= _LIMIT_DAYS:
        return None
    points = RULE.points if facts.days < _FIRST_WEEK else _LATER_POINTS
    date = f"{facts.registered_at:%Y-%m-%d}"
    text = f"{defang(facts.domain)} was registered on {date}, less than a month before the scan."
    return Hit(text, points)

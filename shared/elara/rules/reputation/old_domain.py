"""The domain has been registered for years: it was not bought for this URL."""

from elara.reputation.model import DomainAge
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="reputation.old_domain",
    title="Domain is years old",
    reads=DomainAge,
    points=-15,
    why="Attackers rarely keep a domain for years; yet an old site can be broken into, so the "
    "credit is small.",
)

_DAYS_PER_YEAR = 365
_YEARS = 3
_VETERAN_YEARS = 10
_YEARS_POINTS = -10


def check(facts: DomainAge) -> Hit | None:
    if facts.days is None or facts.days < _YEARS * _DAYS_PER_YEAR:
        return None
    years = facts.days // _DAYS_PER_YEAR
    points = RULE.points if years >= _VETERAN_YEARS else _YEARS_POINTS
    return Hit(f"{defang(facts.domain)} has been registered for {years} years.", points)

"""The domain is between one and six months old."""

from elara.reputation.model import DomainAge
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="reputation.young_domain",
    title="Domain younger than six months",
    reads=DomainAge,
    points=15,
    why="Most domains used for harm never reach their first half year; most others do.",
)

_DAYS = range(30, 180)


def check(facts: DomainAge) -> Hit | None:
    if facts.days not in _DAYS:
        return None
    return Hit(f"{defang(facts.domain)} was registered {facts.days} days ago.")

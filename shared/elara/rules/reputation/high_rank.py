"""The domain is among the most used: less suspicion of the domain, no pass for the URL."""

from elara.reputation.model import DomainRank
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="reputation.high_rank",
    title="Domain is widely used",
    reads=DomainRank,
    points=-20,
    why="Widely used domains are not throw-away ones; what users put on them still can be bad.",
    references=("https://tranco-list.eu/",),
)

_TOP = 10_000
_WELL_KNOWN = 100_000
_WELL_KNOWN_POINTS = -10


def check(facts: DomainRank) -> Hit | None:
    if facts.rank is None or facts.rank > _WELL_KNOWN:
        return None
    points = RULE.points if facts.rank <= _TOP else _WELL_KNOWN_POINTS
    return Hit(f"{defang(facts.domain)} ranks {facts.rank} among the most used domains.", points)

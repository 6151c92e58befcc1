"""A long list of used domains does not have this one. Weak: most honest domains are unranked."""

from elara.reputation.model import DomainRank
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="reputation.unranked",
    title="Domain is hardly used",
    reads=DomainRank,
    points=5,
    why="Hardly anybody visits the domain; sites that ask for trust are mostly visited by many.",
    references=("https://tranco-list.eu/",),
)

_LONG_LIST = 100_000
"""Entries a list needs before absence from it means anything."""


def check(facts: DomainRank) -> Hit | None:
    # Names lent by a platform are ranked under the platform, so their absence is no sign.
    if facts.rank is not None or facts.platform or facts.list_size < _LONG_LIST:
        return None
    return Hit(f"{defang(facts.domain)} is not among the {facts.list_size} most used domains.")

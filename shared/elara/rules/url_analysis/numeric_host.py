"""A registered name of digits only, or nearly."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.numeric_host",
    title="Name made of digits",
    reads=UrlFacts,
    points=45,
    why="Short numbers may be brands; long ones are what is left when names are bought in bulk.",
    references=(
        "https://www.usenix.org/legacy/event/leet08/tech/full_papers/mcgrath/mcgrath_html/",
    ),
)

_LONG = 5
_MANY = 4
"""Digits among letters: a year may be one of them, seldom more."""


def check(facts: UrlFacts) -> Hit | None:
    name = facts.name
    if name.isdigit():
        if len(name) < _LONG or owner(facts.registrable):
            return None
        return Hit(f"The name {defang(facts.registrable)} is a number.")
    if facts.platform or sum(map(str.isdigit, name)) < _MANY:
        return None
    return Hit(f"The name {defang(facts.registrable)} is full of digits.", 25)

"""Letters that hardly ever follow each other."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.defang import defang
from elara.urls.letters import strangeness
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.improbable_label",
    title="Improbable letters in the name",
    reads=UrlFacts,
    points=55,
    why="Names people choose can be spoken; those that programs or fingers draw cannot.",
    references=("https://doi.org/10.1145/1879141.1879148",),
)

_SHORTEST = 8
_RUN = re.compile(r"[a-z]{8,}")
_STRANGE, _VERY_STRANGE = 3.5, 3.8
"""Nats per pair of letters: 0.3 % and 0.08 % of honest names reach them."""


def check(facts: UrlFacts) -> Hit | None:
    name = facts.name
    if len(name) < _SHORTEST or name.startswith("xn--"):
        return None
    runs = [name] if name.isalpha() else _RUN.findall(name)
    measured = max(map(strangeness, runs), default=0.0)
    if measured < _STRANGE or owner(facts.registrable):
        return None
    strangest = max(runs, key=strangeness)
    points = None if measured >= _VERY_STRANGE else 30
    return Hit(f'"{defang(strangest)}" in the host is no word of any language.', points)

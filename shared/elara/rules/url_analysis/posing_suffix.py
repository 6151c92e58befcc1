"""A piece of address inside the host that only its end or its start should have."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.posing_suffix",
    title="Host poses as another address",
    reads=UrlFacts,
    points=45,
    why="In `bank.com-login.example` the eye stops at the first `.com`.",
    references=("https://doi.org/10.1109/ECRIME.2018.8376206",),
)

_PIECE = re.compile(r"(?:^|[.-])(com|net|org|gov|https?)[.-]|[.-](www)[.-]")


def check(facts: UrlFacts) -> Hit | None:
    if facts.ip or owner(facts.registrable):
        return None
    found = _PIECE.search(facts.host.removesuffix(facts.suffix).removeprefix("www."))
    if found is None:
        return None
    return Hit(f'"{found[1] or found[2]}" stands inside the host {defang(facts.host)}.')

"""A name no person would choose."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.random_label",
    title="Random-looking name",
    reads=UrlFacts,
    points=40,
    why="Programs that make names by the thousand do not make words.",
    references=("https://doi.org/10.1145/1879141.1879148",),
)

_TOKEN = re.compile(r"[a-z0-9]{8,}")
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_SWITCH = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")


def check(facts: UrlFacts) -> Hit | None:
    if facts.ip or "xn--" in facts.host:
        return None
    for token in _TOKEN.findall(facts.host.removesuffix(facts.suffix)):
        if _CONSONANTS.search(token) or len(_SWITCH.findall(token)) >= 3:
            return Hit(f'"{defang(token)}" in the host looks made by a program.')
    if facts.platform and sum(map(str.isdigit, facts.name)) >= 4:
        return Hit(f"The account on {defang(facts.suffix)} is named by a number.", 25)
    return None

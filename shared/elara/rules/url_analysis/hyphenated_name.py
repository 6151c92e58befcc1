"""A name pieced together with hyphens."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.hyphenated_name",
    title="Many hyphens in the host",
    reads=UrlFacts,
    points=35,
    why="When the good names are taken, imitations string words together.",
    references=("https://doi.org/10.1145/3133956.3134002",),
)

_POINTS = {2: 10, 3: 30}


def check(facts: UrlFacts) -> Hit | None:
    if facts.host.count("-") < 2:
        return None
    labels = facts.host_unicode.removesuffix(facts.suffix).split(".")
    label = max(labels, key=lambda label: label.count("-"))
    hyphens = label.count("-")
    if hyphens < 3 and "--" not in label:
        return None
    return Hit(f'"{defang(label)}" strings words together with hyphens.', _POINTS.get(hyphens))

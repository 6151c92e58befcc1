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
)

_POINTS = {2: 10, 3: 20}


def check(facts: UrlFacts) -> Hit | None:
    labels = facts.host_unicode.removesuffix(facts.suffix).split(".")
    label = max(labels, key=lambda label: label.count("-"))
    hyphens = label.count("-")
    if hyphens < 3 and "--" not in label:
        return None
    return Hit(f'"{defang(label)}" strings words together with hyphens.', _POINTS.get(hyphens))

"""A label too long to take in."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.long_label",
    title="Very long label",
    reads=UrlFacts,
    points=35,
    why="Names are short because people must remember them; generated ones need not be.",
    references=(
        "https://www.usenix.org/legacy/event/leet08/tech/full_papers/mcgrath/mcgrath_html/",
    ),
)

_LONG, _VERY_LONG = 25, 35


def check(facts: UrlFacts) -> Hit | None:
    longest = 0 if facts.ip else max(map(len, facts.host_unicode.split(".")))
    if longest < _LONG:
        return None
    return Hit(f"A label of the host has {longest} letters.", 30 if longest < _VERY_LONG else None)

"""A URL nobody reads to its end."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.long_url",
    title="Very long URL",
    reads=UrlFacts,
    points=20,
    why="Length hides the telling part and carries tokens that tie the page to one victim.",
    references=(
        "https://www.usenix.org/legacy/event/leet08/tech/full_papers/mcgrath/mcgrath_html/",
    ),
)

_LONG, _VERY_LONG = 250, 500


def check(facts: UrlFacts) -> Hit | None:
    length = len(facts.href)
    if length < _LONG:
        return None
    return Hit(f"The URL has {length} characters.", None if length >= _VERY_LONG else 15)

"""The brand's own domain."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.official_brand",
    title="Brand's own domain",
    reads=UrlFacts,
    points=-100,
    why="What would be suspicious elsewhere is ordinary on the domain of the brand itself.",
    references=("https://publicsuffix.org/learn/",),
)


def check(facts: UrlFacts) -> Hit | None:
    brand = publisher(facts)
    if brand is None:
        return None
    return Hit(f"{defang(facts.registrable)} belongs to {brand.name}.")

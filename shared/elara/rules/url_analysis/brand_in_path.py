"""A folder named after a brand on a host that is not the brand's."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.defang import defang
from elara.urls.imitation import brand_folder
from elara.urls.model import UrlFacts
from elara.urls.reading import is_page
from elara.urls.words import credential_words

RULE = Rule(
    id="url.brand_in_path",
    title="Brand in the path",
    reads=UrlFacts,
    points=70,
    why="Kits on broken-into sites live in folders named after the brand they imitate.",
    references=("https://doi.org/10.1145/1314389.1314391",),
)

_CALM = 35
"""Neither a page nor a word that asks: articles and shops name folders after brands, too."""


def check(facts: UrlFacts) -> Hit | None:
    brand = None if publisher(facts) else brand_folder(facts.path)
    if brand is None:
        return None
    urged = is_page(facts.path) or credential_words(facts.path)
    text = f"A folder on {defang(facts.host)} carries the name of {brand}."
    return Hit(text, None if urged else _CALM)

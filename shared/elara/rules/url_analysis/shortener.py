"""A short address that hides its target."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import Place, under

RULE = Rule(
    id="url.shortener",
    title="URL shortener",
    reads=UrlFacts,
    points=30,
    why="The target cannot be seen before the click.",
)


def check(facts: UrlFacts) -> Hit | None:
    if not under(Place.SHORTENER, facts.host) or facts.path == "/":
        return None
    return Hit(f"{defang(facts.host)} shortens URLs and hides where they lead.")

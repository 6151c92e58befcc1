"""A short address that hides its target."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import shortens

RULE = Rule(
    id="url.shortener",
    title="URL shortener",
    reads=UrlFacts,
    points=35,
    why="The target cannot be seen before the click.",
    references=("https://attack.mitre.org/techniques/T1608/005/",),
)


def check(facts: UrlFacts) -> Hit | None:
    if facts.path == "/" or not shortens(facts.host):
        return None
    return Hit(f"{defang(facts.host)} shortens URLs and hides where they lead.")

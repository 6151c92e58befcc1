"""A name that follows whatever address somebody has today."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import Place, hosting, is_provider

RULE = Rule(
    id="url.dynamic_dns",
    title="Dynamic DNS name",
    reads=UrlFacts,
    points=85,
    why="Free, given at once to anybody, and movable in a minute to the next hijacked machine.",
    references=("https://attack.mitre.org/techniques/T1568/",),
)


def check(facts: UrlFacts) -> Hit | None:
    if hosting(facts.host) is not Place.DYNAMIC_DNS or is_provider(facts.host):
        return None
    return Hit(f"{defang(facts.host)} is a name from a dynamic DNS service.")

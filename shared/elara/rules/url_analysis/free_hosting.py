"""A host where strangers publish."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import Place, hosting

RULE = Rule(
    id="url.free_hosting",
    title="Free hosting",
    reads=UrlFacts,
    points=50,
    why="A page put up in minutes under a trusted domain is how much of today's phishing starts.",
)

_POINTS = {Place.ANONYMOUS: 50, Place.BUILDER: 30, Place.COMMUNITY: 5}
_WORDS = {
    Place.ANONYMOUS: "where anybody publishes without giving a name",
    Place.BUILDER: "where anybody publishes in minutes",
    Place.COMMUNITY: "where people publish their own work",
}


def check(facts: UrlFacts) -> Hit | None:
    place = hosting(facts.host)
    if place is None:
        return None
    return Hit(f"{defang(facts.host)} is a place {_WORDS[place]}.", _POINTS[place])

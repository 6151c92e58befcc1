"""A host where strangers publish pages."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import Place, hosting

RULE = Rule(
    id="url.free_hosting",
    title="Free hosting",
    reads=UrlFacts,
    points=65,
    why="A page put up in minutes under a trusted domain is how much of today's phishing starts.",
    references=("https://doi.org/10.1145/3618257.3624812",),
)

_POINTS = {Place.ANONYMOUS: 65, Place.BUILDER: 45}
_WORDS = {
    Place.ANONYMOUS: "where anybody publishes without giving a name",
    Place.BUILDER: "where anybody publishes in minutes",
}


def check(facts: UrlFacts) -> Hit | None:
    place = hosting(facts.host)
    if place is None or place not in _POINTS:
        return None
    return Hit(f"{defang(facts.host)} is a place {_WORDS[place]}.", _POINTS[place])

"""A public name for a program on somebody's own machine."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import Place, hosting, is_provider

RULE = Rule(
    id="url.tunnel",
    title="Tunnel to a private machine",
    reads=UrlFacts,
    points=75,
    why="Made to show work in progress; who sits at the other end is unknown and soon gone.",
    references=("https://attack.mitre.org/techniques/T1572/",),
)


def check(facts: UrlFacts) -> Hit | None:
    if hosting(facts.host) is not Place.TUNNEL or is_provider(facts.host):
        return None
    return Hit(f"{defang(facts.host)} leads through a tunnel to somebody's own machine.")

"""A port web sites do not use."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.odd_port",
    title="Unusual port",
    reads=UrlFacts,
    points=45,
    why="Malware servers and panels listen beside the ports that firewalls watch.",
    references=("https://attack.mitre.org/techniques/T1571/",),
)

_DEVELOPMENT = frozenset({3000, 5000, 8000, 8080, 8443, 8888})


def check(facts: UrlFacts) -> Hit | None:
    if facts.port is None:
        return None
    points = 20 if facts.port in _DEVELOPMENT else None
    return Hit(f"The URL names port {facts.port}.", points)

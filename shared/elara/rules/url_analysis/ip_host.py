"""An IP address instead of a name."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.ip_host",
    title="Host is an IP address",
    reads=UrlFacts,
    points=90,
    why="Public sites have names; infected devices and throw-away servers often have none.",
    references=("https://doi.org/10.1145/1314389.1314391",),
)


def check(facts: UrlFacts) -> Hit | None:
    if facts.ip is None:
        return None
    return Hit(f"The host is the bare address {defang(facts.ip)}.")

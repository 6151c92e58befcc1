"""An address written so that people do not see one."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.ip_disguise",
    title="IP address in disguise",
    reads=UrlFacts,
    points=90,
    why="Browsers take `0x7f.1` and `2130706433` for addresses; filters and readers may not.",
    references=(
        "https://url.spec.whatwg.org/#concept-ipv4-parser",
        "https://attack.mitre.org/techniques/T1566/002/",
    ),
)

_MANNERS = {
    "hexadecimal": "in hexadecimal digits",
    "octal": "in octal digits",
    "integer": "as one large number",
    "shortened": "with parts left out",
}


def check(facts: UrlFacts) -> Hit | None:
    if facts.ip is None or facts.ip_notation is None:
        return None
    manner = _MANNERS.get(facts.ip_notation, "in an unusual way")
    return Hit(f"The address {defang(facts.ip)} is written {manner}.")

"""A host outside ASCII."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.punycode_host",
    title="Internationalised host",
    reads=UrlFacts,
    points=15,
    why="Most such hosts are honest, but what a reader sees may not be what they think it is.",
    references=("https://www.unicode.org/reports/tr36/",),
)


def check(facts: UrlFacts) -> Hit | None:
    if "xn--" not in facts.host:
        return None
    return Hit(f"The host {defang(facts.host)} stands for {defang(facts.host_unicode)}.")

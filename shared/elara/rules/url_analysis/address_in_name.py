"""An IP address spelled out in a host name."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.address_in_name",
    title="IP address in the host name",
    reads=UrlFacts,
    points=40,
    why="Providers name each of their machines so: nobody chose the name, it may be any of them.",
    references=("https://sslip.io/",),
)

_ADDRESS = re.compile(
    r"(?<![0-9])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)[.-]){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![0-9])"
)


def check(facts: UrlFacts) -> Hit | None:
    apart = facts.host.count(".") + facts.host.count("-")
    found = _ADDRESS.search(facts.host) if apart > 3 and not facts.ip else None
    if found is None:
        return None
    return Hit(f"The host {defang(facts.host)} spells out an IP address.")

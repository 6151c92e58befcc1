"""Another site's URL inside this one."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.hosts import split
from elara.urls.model import UrlFacts
from elara.urls.reading import decoded

RULE = Rule(
    id="url.nested_url",
    title="Another URL inside",
    reads=UrlFacts,
    points=5,
    why="Open redirects lend the good name of one host to a page on another.",
    references=("https://cwe.mitre.org/data/definitions/601.html",),
)

_URL = re.compile(r"(?:https?:)?//([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
_LONGEST = 253
"""Characters of a host name, by RFC 1035; the end of a longer one tells the domain."""


def check(facts: UrlFacts) -> Hit | None:
    found = _URL.search(decoded(facts.query)) if facts.query else None
    host = found[1][-_LONGEST:] if found else ""
    if not host or split(host).registrable == facts.registrable:
        return None
    return Hit(f"The query carries a URL on {defang(host)}.")

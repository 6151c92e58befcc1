"""A file fetched from a bare address."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.ip_file",
    title="File served from an IP address",
    reads=UrlFacts,
    points=50,
    why="Infected devices hand their malware on from `http://address:port/name`.",
    references=("https://attack.mitre.org/techniques/T1105/",),
)

_FILE = re.compile(r"/(?:[\w.-]+/)?[\w.-]+")
_PAGE = re.compile(r"\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)


def check(facts: UrlFacts) -> Hit | None:
    if facts.ip is None or facts.query or not _FILE.fullmatch(facts.path):
        return None
    if _PAGE.search(facts.path):
        return None
    return Hit(f"The bare address {defang(facts.ip)} serves a file.")

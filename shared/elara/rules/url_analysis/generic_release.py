"""A download on a code host whose name says nothing about what it is."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.generic_release",
    title="Nameless program on a code host",
    reads=UrlFacts,
    points=70,
    why="Projects name their releases after themselves and a platform. Repositories made in "
    "bulk to spread malware publish `Software.zip` or `Release_x64.zip`.",
    references=("https://attack.mitre.org/techniques/T1608/001/",),
)

_HOSTS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
_NAMELESS = re.compile(
    r"/(?:releases/download|-/releases|downloads|raw)/(?:.*/)?"
    r"(?:app|application|software|release|program|setup|installer?|loader|launcher|client|file|"
    r"files|project|build|update|download|main|source)"
    r"(?:[._-]?(?:x64|x86|x32|win|win64|windows|setup|full|latest|v?\d[\d.]*))*"
    r"\.(?:zip|rar|7z|exe|msi|scr|iso)$"
)


def check(facts: UrlFacts) -> Hit | None:
    if facts.registrable not in _HOSTS or not _NAMELESS.search(facts.path.lower()):
        return None
    return Hit(f"{defang(facts.host)} offers a program under a name that says nothing.")

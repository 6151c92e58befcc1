"""A download on a code host whose name says nothing about what it is."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.reading import file_name

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
_OFFERED = ("/releases/", "/downloads/", "/raw/")
_PACKED = frozenset({"zip", "rar", "7z", "exe", "msi", "scr", "iso"})
_NAMELESS = frozenset(
    "app application software release program setup install installer loader launcher client file"
    " files project build update download main source".split()
)
_PLATFORM = frozenset("x64 x86 x32 win win64 windows setup full latest".split())
_SEPARATOR = re.compile(r"[._-]")
_VERSION = re.compile(r"v?\d+")


def check(facts: UrlFacts) -> Hit | None:
    path = facts.path.lower()
    if facts.registrable not in _HOSTS or not any(folder in path for folder in _OFFERED):
        return None
    first, *rest = _SEPARATOR.split(file_name(path))
    if not rest or rest[-1] not in _PACKED or first not in _NAMELESS:
        return None
    if all(part in _PLATFORM or _VERSION.fullmatch(part) for part in rest[:-1]):
        return Hit(f"{defang(facts.host)} offers a program under a name that says nothing.")
    return None

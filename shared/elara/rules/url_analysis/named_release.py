"""A download on a code host named after its project."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.reading import file_name

RULE = Rule(
    id="url.named_release",
    title="Release named after its project",
    reads=UrlFacts,
    points=-60,
    why="Projects name what they release after themselves; repositories made in bulk to spread "
    "malware seldom take the trouble. It says nothing about the project itself.",
    references=("https://docs.github.com/en/repositories/releasing-projects-on-github",),
)

_HOSTS = frozenset({"github.com", "gitlab.com", "codeberg.org"})
_WORD = re.compile(r"[a-z]+")
_SHARED = 4
"""Letters that the names must start with alike."""


def check(facts: UrlFacts) -> Hit | None:
    folders = facts.path.lower().split("/")
    if facts.registrable not in _HOSTS or "releases" not in folders[3:]:
        return None
    project = "".join(_WORD.findall(folders[2]))[:_SHARED]
    starts = {word[:_SHARED] for word in _WORD.findall(file_name(facts.path))}
    if len(project) < _SHARED or project not in starts:
        return None
    return Hit(f"What {defang(facts.host)} offers here is named after its project.")

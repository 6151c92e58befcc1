"""A page among images, scripts or style sheets."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts
from elara.urls.reading import extension, folders

RULE = Rule(
    id="url.assets_page",
    title="Page in an assets folder",
    reads=UrlFacts,
    points=60,
    why="Asset folders are writable and unwatched, so intruders put their pages there.",
    references=("https://doi.org/10.1007/978-3-642-03549-4_16",),
)

_ASSETS = frozenset("js css image images img font fonts assets upload uploads media static".split())
_POINTS = {"php": 60, "html": 30, "htm": 30}


def check(facts: UrlFacts) -> Hit | None:
    kind = extension(facts.path)
    if kind not in _POINTS:
        return None
    folder = next((name for name in folders(facts.path) if name in _ASSETS), None)
    if folder is None:
        return None
    return Hit(f'A .{kind} page lies in the folder "{folder}".', _POINTS[kind])

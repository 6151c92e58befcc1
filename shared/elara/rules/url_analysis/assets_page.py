"""A page among images, scripts or style sheets."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts
from elara.urls.reading import extension

RULE = Rule(
    id="url.assets_page",
    title="Page in an assets folder",
    reads=UrlFacts,
    points=60,
    why="Asset folders are writable and unwatched, so intruders put their pages there.",
)

_ASSETS = frozenset("js css image images img font fonts assets upload uploads media static".split())
_POINTS = {"php": 60, "html": 30, "htm": 30}


def check(facts: UrlFacts) -> Hit | None:
    kind = extension(facts.path)
    folders = facts.path.lower().split("/")[1:-1]
    folder = next((name for name in folders if name in _ASSETS), None)
    if folder is None or kind not in _POINTS:
        return None
    return Hit(f'A .{kind} page lies in the folder "{folder}".', _POINTS[kind])

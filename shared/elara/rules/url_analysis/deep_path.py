"""A path of many folders."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts
from elara.urls.places import hosting
from elara.urls.reading import folders

RULE = Rule(
    id="url.deep_path",
    title="Deeply nested path",
    reads=UrlFacts,
    points=10,
    why="Kits are unpacked where the intruder could write, far below what the site itself uses.",
    references=("https://doi.org/10.1145/1314389.1314391",),
)

_DEEP, _VERY_DEEP = 7, 9


def check(facts: UrlFacts) -> Hit | None:
    depth = len(folders(facts.path))
    if depth < _DEEP or hosting(facts.host) or publisher(facts):
        return None
    return Hit(f"The page lies {depth} folders deep.", None if depth >= _VERY_DEEP else 5)

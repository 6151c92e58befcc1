"""A folder named by chance before a page."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts
from elara.urls.places import hosting
from elara.urls.reading import folders, is_page

RULE = Rule(
    id="url.random_folder",
    title="Random folder",
    reads=UrlFacts,
    points=60,
    why="Intruders and kits make a folder per victim or visit, and no person chose its name.",
    references=("https://doi.org/10.1007/978-3-642-03549-4_16",),
)

_DRAWN = re.compile(r"(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z])[a-z0-9]{10,}")
_SWITCH = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")


def check(facts: UrlFacts) -> Hit | None:
    if not (is_page(facts.path) or facts.path.endswith("/")):
        return None
    for folder in folders(facts.path):
        if _DRAWN.fullmatch(folder) and len(_SWITCH.findall(folder)) >= 4:
            if hosting(facts.host) or publisher(facts):
                return None
            return Hit("A folder of the path has a name drawn by chance.")
    return None

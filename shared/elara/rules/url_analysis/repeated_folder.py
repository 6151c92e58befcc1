"""The same folder twice in a row."""

from itertools import pairwise

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts
from elara.urls.reading import folders

RULE = Rule(
    id="url.repeated_folder",
    title="Folder inside its namesake",
    reads=UrlFacts,
    points=25,
    why="An archive unpacked into a folder of its own name, as whoever is in a hurry does it.",
    references=("https://doi.org/10.1145/2976749.2978330",),
)


def check(facts: UrlFacts) -> Hit | None:
    for outer, inner in pairwise(folders(facts.path)):
        if outer == inner and len(outer) >= 3 and not outer.isdigit():
            return Hit(
                f'The folder "{outer[:40].replace(".", "[.]")}" lies in one of the same name.'
            )
    return None

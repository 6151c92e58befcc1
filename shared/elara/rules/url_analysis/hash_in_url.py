"""A digest as a folder or a parameter."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.hash_in_url",
    title="Digest in the URL",
    reads=UrlFacts,
    points=40,
    why="Kits make a fresh folder or session, named by a hash, for each victim.",
    references=("https://doi.org/10.1145/2976749.2978330",),
)

_SHORTEST = 32
_FOLDER = re.compile(r"/[0-9a-f]{32}(?:[0-9a-f]{8}|[0-9a-f]{32})?/", re.IGNORECASE)
_PARAMETER = re.compile(r"(?<![0-9a-f])[0-9a-f]{32,128}(?![0-9a-f])", re.IGNORECASE)


def check(facts: UrlFacts) -> Hit | None:
    if len(facts.path) + len(facts.query) < _SHORTEST or publisher(facts):
        return None
    if _PARAMETER.search(facts.query):
        return Hit("The query carries a long hexadecimal digest.")
    if _FOLDER.search(facts.path):
        return Hit("A folder of the path is named by a hexadecimal digest.", 30)
    return None

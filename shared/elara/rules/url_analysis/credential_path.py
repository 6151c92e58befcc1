"""Words that ask for credentials in the path or the query."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts
from elara.urls.reading import decoded
from elara.urls.words import credential_words

RULE = Rule(
    id="url.credential_path",
    title="Credential words in the path",
    reads=UrlFacts,
    points=45,
    why="Where a page asks for credentials, its address often says so.",
    references=("https://doi.org/10.1145/1314389.1314391",),
)

_POINTS = {1: 25, 2: 35}


def check(facts: UrlFacts) -> Hit | None:
    words = credential_words(decoded(facts.path)) if facts.path != "/" else ()
    if not words or publisher(facts):
        return None
    return Hit(f"The path asks: {', '.join(words[:5])}.", _POINTS.get(len(words)))

"""Words that ask for credentials in the path or the query."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.model import UrlFacts
from elara.urls.reading import decoded
from elara.urls.words import credential_words

RULE = Rule(
    id="url.credential_path",
    title="Credential words in the path",
    reads=UrlFacts,
    points=50,
    why="Where a page asks for credentials, its address often says so.",
)

_POINTS = {1: 15, 2: 35}


def check(facts: UrlFacts) -> Hit | None:
    if owner(facts.registrable):
        return None
    words = credential_words(decoded(facts.path))
    if not words:
        return None
    return Hit(f"The path asks: {', '.join(words[:5])}.", _POINTS.get(len(words)))

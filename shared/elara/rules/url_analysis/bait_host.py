"""Words that bait in the registered name."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import is_cheap
from elara.urls.words import credential_words, lure_words

RULE = Rule(
    id="url.bait_host",
    title="Bait words in the name",
    reads=UrlFacts,
    points=55,
    why="One such word is common; several, or one on free ground, are an offer too good.",
    references=("https://doi.org/10.1145/3133956.3134002",),
)


def check(facts: UrlFacts) -> Hit | None:
    lures = () if owner(facts.registrable) else lure_words(facts.name)
    if not lures:
        return None
    free = facts.platform or is_cheap(facts.suffix)
    if len(lures) == 1 and not free and not credential_words(facts.name):
        return None
    return Hit(f"{defang(facts.registrable)} baits: {', '.join(lures)}.")

"""A brand's name and a word that asks or baits, registered as one domain."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.imitation import How, mentions
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.brand_combination",
    title="Brand combined with a bait word",
    reads=UrlFacts,
    points=160,
    why="Combining a brand with `login` or `support` is the most common kind of imitation.",
    references=("https://doi.org/10.1145/3133956.3134002",),
)


def check(facts: UrlFacts) -> Hit | None:
    if facts.platform:
        return None
    for mention in mentions(facts):
        if mention.registered and mention.urged and mention.how in (How.EXACT, How.PART):
            name = defang(facts.registrable)
            return Hit(f"{name} joins the name of {mention.brand} with a word that asks or baits.")
    return None

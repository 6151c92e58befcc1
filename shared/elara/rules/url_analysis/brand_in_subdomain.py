"""A brand's name in a subdomain of a domain that is not the brand's."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.imitation import How, mentions
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.brand_in_subdomain",
    title="Brand in a subdomain",
    reads=UrlFacts,
    points=140,
    why="A subdomain costs nothing and may hold any name; brands use their own domains.",
    references=("https://doi.org/10.1109/ECRIME.2018.8376206",),
)

_CALM = 90
"""Without a word beside it that asks or baits: may be a tool or a fan."""


def check(facts: UrlFacts) -> Hit | None:
    if facts.subdomain in ("", "www"):
        return None
    for mention in mentions(facts):
        if not mention.registered and mention.how in (How.EXACT, How.PART):
            owner = defang(facts.registrable)
            text = f"A subdomain of {owner} carries the name of {mention.brand}."
            return Hit(text, None if mention.urged else _CALM)
    return None

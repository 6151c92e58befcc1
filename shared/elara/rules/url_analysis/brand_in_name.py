"""A brand's name in a domain of somebody else, without anything that asks or baits."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.imitation import How, mentions
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.brand_in_name",
    title="Brand in the domain name",
    reads=UrlFacts,
    points=60,
    why="Fans, tools and shops carry brands in their names, and so do many imitations.",
    references=("https://doi.org/10.1145/3133956.3134002",),
)


def check(facts: UrlFacts) -> Hit | None:
    if facts.platform:
        return None
    for mention in mentions(facts):
        if mention.registered and not mention.urged and mention.how in (How.EXACT, How.PART):
            return Hit(f"{defang(facts.registrable)} carries the name of {mention.brand}.")
    return None

"""A brand's name taken as an account on a hosting platform."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.imitation import How, mentions
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.brand_on_platform",
    title="Brand as an account on free hosting",
    reads=UrlFacts,
    points=150,
    why="A brand does not ask its customers to log in on a site builder.",
    references=("https://doi.org/10.1145/3618257.3624812",),
)

_CALM = 90
"""Without an urging word: developers name demos after the services they use."""


def check(facts: UrlFacts) -> Hit | None:
    if not facts.platform:
        return None
    for mention in mentions(facts):
        if mention.registered and mention.how in (How.EXACT, How.PART):
            text = f"An account on {defang(facts.suffix)} carries the name of {mention.brand}."
            return Hit(text, None if mention.urged else _CALM)
    return None

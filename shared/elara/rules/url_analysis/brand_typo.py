"""A brand's name with one slip of the finger."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.imitation import How, mentions
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.brand_typo",
    title="Misspelled brand",
    reads=UrlFacts,
    points=150,
    why="Names one letter from a brand are registered for those who mistype or misread it.",
    references=("https://doi.org/10.14722/ndss.2015.23058",),
)

_CALM = 80
"""In a registered domain without an urging word: other words are one letter away, too."""


def check(facts: UrlFacts) -> Hit | None:
    for mention in mentions(facts):
        if mention.how is How.TYPO:
            calm = mention.registered and not mention.urged and not facts.platform
            text = f'"{defang(mention.label)}" is one letter away from {mention.brand}.'
            return Hit(text, _CALM if calm else None)
    return None

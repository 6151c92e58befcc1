"""A page that is titled with little more than the name of a brand that does not own the host."""

from elara.content.model import PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.borrowed_brand_title",
    title="Titled as a brand's page",
    reads=PageFacts,
    points=25,
    why=(
        "Many phishing pages build their form with scripts or ask for a wallet or a card first. "
        "Articles about a brand have longer titles than the brand's own pages."
    ),
)

_LENGTH = 40


def check(facts: PageFacts) -> Hit | None:
    if facts.password_fields or len(facts.title) > _LENGTH:
        return None
    for claim in facts.brands:
        if "title" in claim.where and not claim.owned:
            return Hit(
                f"The title is that of a page of {claim.brand}, "
                f"but {defang(facts.host)} does not belong to {claim.brand}."
            )
    return None

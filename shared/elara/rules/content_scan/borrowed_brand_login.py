"""A page that asks for a password in the name of a brand that does not own the host."""

from elara.content.model import BrandClaim, PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.borrowed_brand_login",
    title="Asks for a password in a brand's name",
    reads=PageFacts,
    points=60,
    why="The page of a brand's sign-in on a host the brand does not own is what phishing is.",
)

_POINTS = {"title": 60, "heading": 50, "image": 30}
_WHERE = {"title": "its title", "heading": "a heading", "image": "an image"}
_MANY = 4
"""A page that names so many brands lists them (ways to sign in, shops); it plays none."""


def check(facts: PageFacts) -> Hit | None:
    if not facts.password_fields or len(facts.brands) >= _MANY:
        return None
    borrowed = [claim for claim in facts.brands if not claim.owned]
    best = max(borrowed, key=_strength, default=None)
    if best is None or not _strength(best):
        return None
    where = next(phrase for spot, phrase in _WHERE.items() if spot in best.where)
    return Hit(
        f"The page asks for a password and names {best.brand} in {where}, "
        f"but {defang(facts.host)} does not belong to {best.brand}.",
        _strength(best),
    )


def _strength(claim: BrandClaim) -> int:
    return max((_POINTS.get(spot, 0) for spot in claim.where), default=0)

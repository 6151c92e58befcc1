"""A page that asks for a password in the name of a brand that does not own the host."""

from collections.abc import Iterable

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

_SPOTS = (("title", 60, "its title"), ("heading", 50, "a heading"), ("image", 30, "an image"))
_MANY = 4
"""Headings or images that name so many brands list them (ways to sign in, shops)."""


def check(facts: PageFacts) -> Hit | None:
    if not facts.password_fields:
        return None
    for spot, points, where in _SPOTS:
        borrowed = _borrowed(facts.brands, spot)
        if borrowed is not None:
            return Hit(
                f"The page asks for a password and names {borrowed.brand} in {where}, "
                f"but {defang(facts.host)} does not belong to {borrowed.brand}.",
                points,
            )
    return None


def _borrowed(claims: Iterable[BrandClaim], spot: str) -> BrandClaim | None:
    """The first brand named in `spot` that is not the host's own."""
    named = [claim for claim in claims if spot in claim.where]
    if spot != "title" and len(named) >= _MANY:
        return None
    return next((claim for claim in named if not claim.owned), None)

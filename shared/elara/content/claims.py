"""Which brands a page says it is, and whether its host may say so. Pure."""

import re
from collections.abc import Iterable

from elara.content.markup import Markup
from elara.content.model import BrandClaim
from elara.urls.brands import Brand, brands, namesake, owner

_WORD = re.compile(r"[a-z0-9]+")
_SIGNING_IN = frozenset(
    ("account", "anmelden", "connexion", "login", "log", "password", "secure", "sign", "signin")
)
_JOINED = 3
"""Words that may make up one brand word: "bank of america" is `bankofamerica`."""
_TEXT = 4_000
_SPOTS = ("title", "heading", "image", "text")
MAX_BRANDS = 50


def claims(markup: Markup, registrable: str) -> tuple[BrandClaim, ...]:
    """The brands named in the page's title, headings, images and the beginning of its text.

    Those named in the most telling spot come first.

    An everyday word ("orange", "chase") counts beside a word the brand table puts next to it or,
    in a title or a heading, beside one of signing in.
    """
    phrases = ((markup.title,), markup.headings, markup.images, (markup.text[:_TEXT],))
    named = {
        spot: [_words(phrase) for phrase in there]
        for spot, there in zip(_SPOTS, phrases, strict=True)
    }
    found = []
    for brand in brands():
        where = tuple(spot for spot in named if _named(brand, spot, named[spot]))
        if where:
            found.append(BrandClaim(brand=brand.name, where=where, owned=_owns(brand, registrable)))
    return tuple(sorted(found, key=lambda claim: _SPOTS.index(claim.where[0]))[:MAX_BRANDS])


def _owns(brand: Brand, registrable: str) -> bool:
    # An unlisted national site may well be the brand's own: its page is no proof of a fraud.
    published_by = owner(registrable) or namesake(registrable)
    return registrable in brand.domains or (
        published_by is not None and published_by.name == brand.name
    )


def _named(brand: Brand, spot: str, phrases: Iterable[frozenset[str]]) -> bool:
    if spot == "text":
        return any(brand.words & words for words in phrases)
    beside = brand.near | _SIGNING_IN if spot in ("title", "heading") else brand.near
    return any(brand.words & words or _in_context(brand, words, beside) for words in phrases)


def _in_context(brand: Brand, words: frozenset[str], beside: frozenset[str]) -> bool:
    return any((beside - {plain}) & words for plain in brand.plain & words)


def _words(phrase: str) -> frozenset[str]:
    """The words of `phrase`, and neighbours joined."""
    words = _WORD.findall(phrase.lower())
    return frozenset(
        "".join(words[start : start + count])
        for count in range(1, _JOINED + 1)
        for start in range(len(words) - count + 1)
    )

"""Which brands a page says it is, and whether its host may say so. Pure."""

import re
from collections.abc import Iterable

from elara.content.markup import Markup
from elara.content.model import BrandClaim
from elara.urls.brands import Brand, by_word, namesake, owner

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
    where: dict[Brand, list[str]] = {}
    for spot, there in zip(_SPOTS, phrases, strict=True):
        for brand in _named(spot, map(_words, there)):
            where.setdefault(brand, []).append(spot)
    # Spots are gone through in order, so whoever is named in a more telling one is there first.
    found = [
        BrandClaim(brand=brand.name, where=tuple(spots), owned=_owns(brand, registrable))
        for brand, spots in where.items()
    ]
    return tuple(found[:MAX_BRANDS])


def _owns(brand: Brand, registrable: str) -> bool:
    # An unlisted national site may well be the brand's own: its page is no proof of a fraud.
    published_by = owner(registrable) or namesake(registrable)
    return published_by is not None and published_by.name == brand.name


def _named(spot: str, phrases: Iterable[frozenset[str]]) -> list[Brand]:
    """The brands named in any of the phrases, each once, by name."""
    found = {
        brand
        for words in phrases
        for word in words
        if (brand := by_word().get(word)) and (word in brand.words or _beside(spot, brand, words))
    }
    return sorted(found, key=lambda brand: brand.name)


def _beside(spot: str, brand: Brand, words: frozenset[str]) -> bool:
    """Whether one of the brand's everyday words stands in context."""
    if spot == "text":
        return False
    around = brand.near | _SIGNING_IN if spot in ("title", "heading") else brand.near
    return any((around - {plain}) & words for plain in brand.plain & words)


def _words(phrase: str) -> frozenset[str]:
    """The words of `phrase`, and neighbours joined."""
    words = _WORD.findall(phrase.lower())
    return frozenset(
        "".join(words[start : start + count])
        for count in range(1, _JOINED + 1)
        for start in range(len(words) - count + 1)
    )

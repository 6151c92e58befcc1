"""The brands phishing borrows, what they own for certain, and where they speak themselves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from elara.urls.hosts import split
from elara.urls.model import UrlFacts
from elara.urls.places import hosting, is_cheap, leads_on, shortens
from elara.urls.tables import tables

_COUNTRY = re.compile(r"(?:(?:co|com|or|org|ne|net|gov)\.)?[a-z]{2}")


@dataclass(frozen=True, slots=True, eq=False)
class Brand:
    """A name worth imitating, as the files in `brands/` list it."""

    name: str
    words: frozenset[str]
    """Distinctive: in a host name the word means the brand."""
    plain: frozenset[str]
    """Everyday words: they mean the brand only beside a credential word or one of `near`."""
    near: frozenset[str]
    domains: frozenset[str]
    """The registrable domains known to be its own. In the files either in full (`domains`), or as
    a word and the suffixes under which it is the brand's (`under`); elsewhere anybody may have
    registered the word first.
    """
    national: frozenset[str]
    """Words under which the brand has sites in many countries."""
    shared: frozenset[str]
    """Domains among its own on which its customers publish."""
    members: frozenset[str]
    """Suffixes under which independent members carry its words in domains of their own."""
    innocent: frozenset[str]
    """Words that look like one of the brand's (`not`)."""


@cache
def brands() -> tuple[Brand, ...]:
    """All brands, by sector and name."""
    return tuple(_brand(name, entry) for name, entry in tables()["brands"].items())


@cache
def by_word() -> Mapping[str, Brand]:
    """The brand each word stands for, plain words included."""
    return {word: brand for brand in brands() for word in brand.words | brand.plain}


def owner(registrable: str) -> Brand | None:
    """The brand known to own `registrable`, if any. Strangers may still publish there."""
    return _by_domain().get(registrable)


@lru_cache(maxsize=4096)
def namesake(registrable: str) -> Brand | None:
    """The brand whose word stands alone under a country's suffix, where it is not known to own it.

    May be its site for that country, or anybody's: no reason for trust, nor by itself for alarm.
    Suffixes that cost next to nothing are left out, for no brand would rely on one.
    """
    word, _, suffix = registrable.partition(".")
    if word not in _by_national_word() or owner(registrable):
        return None
    if not _COUNTRY.fullmatch(suffix) or is_cheap(suffix) or split(registrable).platform:
        return None
    return _by_national_word()[word]


def speaker(host: str, registrable: str) -> Brand | None:
    """The brand that owns `host` and alone publishes there, if one does."""
    brand = owner(registrable)
    if brand is None or registrable in brand.shared:
        return None
    return None if hosting(host) or shortens(host) else brand


def publisher(facts: UrlFacts) -> Brand | None:
    """The brand that speaks at this very URL, if one does: on its own domain, but neither where
    strangers publish nor where the URL leads on to wherever it says.
    """
    if facts.registrable not in _by_domain():
        return None
    brand = speaker(facts.host, facts.registrable)
    return None if brand is None or leads_on(facts) else brand


def _brand(name: str, entry: Mapping[str, Any]) -> Brand:
    national: dict[str, list[str]] = entry.get("under", {})
    abroad = {f"{word}.{suffix}" for word, suffixes in national.items() for suffix in suffixes}
    return Brand(
        name=name,
        words=frozenset(entry.get("words", ())),
        plain=frozenset(entry.get("plain", ())),
        near=frozenset(entry.get("near", ())),
        domains=frozenset(abroad.union(entry.get("domains", ()))),
        national=frozenset(national),
        shared=frozenset(entry.get("shared", ())),
        members=frozenset(entry.get("members", ())),
        innocent=frozenset(entry.get("not", ())),
    )


@cache
def _by_domain() -> dict[str, Brand]:
    return {domain: brand for brand in brands() for domain in brand.domains}


@cache
def _by_national_word() -> dict[str, Brand]:
    return {word: brand for brand in brands() for word in brand.national}

"""The brands phishing borrows, what they own for certain, and where they speak themselves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from elara.urls.hosts import split
from elara.urls.model import UrlFacts
from elara.urls.places import Place, hosting, is_cheap, leads_on, under

_COUNTRY = re.compile(r"(?:(?:co|com|or|org|ne|net|gov)\.)?[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Brand:
    """A name worth imitating. `brands.yaml` says what each field means."""

    name: str
    words: frozenset[str]
    plain: frozenset[str]
    near: frozenset[str]
    domains: frozenset[str]
    national: frozenset[str]
    """Words under which the brand has sites in many countries."""
    innocent: frozenset[str]


@cache
def brands() -> tuple[Brand, ...]:
    """All brands, in the order of the file."""
    text = files(__package__).joinpath("brands.yaml").read_text("utf-8")
    entries: Mapping[str, Mapping[str, Any]] = yaml.load(text, yaml.CSafeLoader)
    return tuple(_brand(name, entry) for name, entry in entries.items())


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
    if owner(registrable) or not _COUNTRY.fullmatch(suffix) or is_cheap(suffix):
        return None
    return None if split(registrable).platform else _by_national_word().get(word)


def publisher(facts: UrlFacts) -> Brand | None:
    """The brand that speaks at this very URL, if one does: on its own domain, but neither where
    strangers publish nor where the URL leads on to wherever it says.
    """
    strangers = hosting(facts.host) or under(Place.SHORTENER, facts.host)
    return None if strangers or leads_on(facts) else owner(facts.registrable)


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
        innocent=frozenset(entry.get("not", ())),
    )


@cache
def _by_domain() -> dict[str, Brand]:
    return {domain: brand for brand in brands() for domain in brand.domains}


@cache
def _by_national_word() -> dict[str, Brand]:
    return {word: brand for brand in brands() for word in brand.national}

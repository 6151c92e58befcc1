"""The brands phishing borrows, and who really owns a domain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from elara.urls.hosts import split

_COUNTRY = re.compile(r"(?:(?:co|com|or|org|ne|net|gov)\.)?[a-z]{2}|com")
_UNGUARDED = frozenset({"tk", "ml", "ga", "cf", "gq"})
"""Country suffixes given away for nothing: a brand's name under one proves nothing."""


@dataclass(frozen=True, slots=True)
class Brand:
    """A name worth imitating. `brands.yaml` says what each field means."""

    name: str
    words: frozenset[str]
    plain: frozenset[str]
    near: frozenset[str]
    domains: frozenset[str]
    innocent: frozenset[str]


@cache
def brands() -> tuple[Brand, ...]:
    """All brands, in the order of the file."""
    text = files(__package__).joinpath("brands.yaml").read_text("utf-8")
    entries: Mapping[str, Mapping[str, list[str]]] = yaml.load(text, yaml.CSafeLoader)
    return tuple(
        Brand(
            name=name,
            words=frozenset(entry.get("words", ())),
            plain=frozenset(entry.get("plain", ())),
            near=frozenset(entry.get("near", ())),
            domains=frozenset(entry["domains"]),
            innocent=frozenset(entry.get("not", ())),
        )
        for name, entry in entries.items()
    )


@lru_cache(maxsize=4096)
def owner(registrable: str) -> Brand | None:
    """The brand that publishes under `registrable`, if any."""
    return _by_domain().get(registrable) or _by_domain().get(_anywhere(registrable))


def _anywhere(registrable: str) -> str:
    """`word.*` when `registrable` is a word right under `com` or a country's own suffix."""
    word, _, suffix = registrable.partition(".")
    guarded = _COUNTRY.fullmatch(suffix) and suffix not in _UNGUARDED
    return f"{word}.*" if guarded and not split(registrable).platform else ""


@cache
def _by_domain() -> dict[str, Brand]:
    return {domain: brand for brand in brands() for domain in brand.domains}

"""Hosts and suffixes that change what a URL's address says about its author."""

from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from urllib.parse import unquote

import yaml

from elara.urls.model import UrlFacts

_DEEPEST = 3
"""Folders a redirector's path has at most in `places.yaml`."""


class Place(StrEnum):
    """What kind of host it is; `places.yaml` describes and lists each kind."""

    ANONYMOUS = "anonymous"
    DYNAMIC_DNS = "dynamic_dns"
    TUNNEL = "tunnel"
    BUILDER = "builder"
    FORM_BUILDER = "form_builder"
    FILE_SHARING = "file_sharing"
    COMMUNITY = "community"
    SHORTENER = "shortener"
    REDIRECTOR = "redirector"
    CHEAP = "cheap"


_HOSTING = (
    Place.ANONYMOUS,
    Place.DYNAMIC_DNS,
    Place.TUNNEL,
    Place.BUILDER,
    Place.FORM_BUILDER,
    Place.FILE_SHARING,
    Place.COMMUNITY,
)


def hosting(host: str) -> Place | None:
    """How strangers publish under `host`, or None where they do not.

    The longest name listed decides: `docs.google.com` says more than `google.com` would.
    """
    kind = _kind(host)
    return None if kind is Place.SHORTENER else kind


def shortens(host: str) -> bool:
    """Whether addresses under `host` only lead on to others."""
    return _kind(host) is Place.SHORTENER


def is_provider(host: str) -> bool:
    """Whether `host` is a listed name itself, where the provider of the place speaks."""
    return host.removeprefix("www.") in _kinds()


def under(place: Place, host: str) -> bool:
    """Whether `host` is one of the names of `place`, or below one."""
    names = _places()[place]
    while host:
        if host in names:
            return True
        host = host.partition(".")[2]
    return False


def leads_on(facts: UrlFacts) -> bool:
    """Whether this is a page that forwards to wherever its address says."""
    if facts.name not in _forwarding_names():
        return False
    folders = unquote(facts.path).split("/")
    starts = ["/".join(folders[:count]) for count in range(2, _DEEPEST + 2)]
    sites = (facts.registrable, f"{facts.name}.*")
    return not _places()[Place.REDIRECTOR].isdisjoint(s + start for s in sites for start in starts)


def is_cheap(suffix: str) -> bool:
    """Whether names under this public suffix cost next to nothing."""
    return suffix in _places()[Place.CHEAP]


@cache
def _places() -> dict[Place, frozenset[str]]:
    text = files(__package__).joinpath("places.yaml").read_text("utf-8")
    listed: dict[str, list[str]] = yaml.load(text, yaml.CSafeLoader)
    return {place: frozenset(listed[place]) for place in Place}


@lru_cache(maxsize=4096)
def _kind(host: str) -> Place | None:
    kinds = _kinds()
    while host:
        if (kind := kinds.get(host)) is not None:
            return kind
        host = host.partition(".")[2]
    return None


@cache
def _kinds() -> dict[str, Place]:
    return {host: place for place in (*_HOSTING, Place.SHORTENER) for host in _places()[place]}


@cache
def _forwarding_names() -> frozenset[str]:
    """First labels of the redirectors: a quick no for nearly every URL."""
    return frozenset(entry.partition(".")[0] for entry in _places()[Place.REDIRECTOR])

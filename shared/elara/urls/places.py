"""Hosts and suffixes that change what a URL's address says about its author."""

from enum import StrEnum
from functools import cache
from importlib.resources import files
from urllib.parse import unquote

import yaml

from elara.urls.model import UrlFacts

_DEEPEST = 3
"""Folders a redirector's path has at most in `places.yaml`."""


class Place(StrEnum):
    """What kind of host it is; `places.yaml` describes and lists each kind."""

    ANONYMOUS = "anonymous"
    BUILDER = "builder"
    COMMUNITY = "community"
    SHORTENER = "shortener"
    REDIRECTOR = "redirector"
    CHEAP = "cheap"


def hosting(host: str) -> Place | None:
    """How freely strangers publish under `host`, or None where they do not."""
    for place in (Place.ANONYMOUS, Place.BUILDER, Place.COMMUNITY):
        if under(place, host):
            return place
    return None


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

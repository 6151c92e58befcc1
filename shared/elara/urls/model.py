"""What is known about a URL from its text alone."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from pydantic import ConfigDict

from elara.evidence.model import Facts

MAX_LENGTH = 8192
"""Characters a URL may have, as typed and as serialised."""


@dataclass(frozen=True, slots=True)
class Url:
    """A URL as WHATWG serialises it. `host` is lower-case ASCII (punycode), no brackets.

    `port` is None when it is the scheme's default; `query` and `fragment` have no `?` and `#`.
    """

    href: str
    scheme: str
    username: str
    password: str
    host: str
    port: int | None
    path: str
    query: str
    fragment: str


@dataclass(frozen=True, slots=True)
class Host:
    """A host split by the Public Suffix List, private section included.

    For `a.b.pages.dev`: suffix `pages.dev`, registrable `b.pages.dev`, subdomain `a`,
    `platform` true because the suffix is a private one. An IP address has no suffix.
    """

    name: str
    unicode: str
    suffix: str
    registrable: str
    subdomain: str
    platform: bool
    ip: str | None


class UrlFacts(Facts):
    """The evidence of `url_analysis`: the parts the rules look at. A part has at most three
    characters for each of its URL, as `%` and two digits have."""

    model_config = ConfigDict(str_max_length=3 * MAX_LENGTH)
    kind: ClassVar[str] = "url_facts"

    href: str
    scheme: str
    username: str
    password: str
    host: str
    host_unicode: str
    port: int | None
    path: str
    query: str
    suffix: str
    registrable: str
    subdomain: str
    platform: bool
    ip: str | None
    canonical: str
    """Safe Browsing form; used to look URLs up."""
    ip_notation: str | None = None
    """How the address was written where not in dotted decimals: `hexadecimal`, `octal`,
    `integer` or `shortened`. The only fact that the serialised URL has lost."""
    popularity: int | None = None
    """The smallest known count of most used domains that the registrable one is among."""

    @cached_property
    def name(self) -> str:
        """The label somebody registered, of a domain or an account; empty for an IP address."""
        return self.registrable.removesuffix(f".{self.suffix}")

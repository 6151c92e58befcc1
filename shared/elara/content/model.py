"""The words of fetching: limits, hops, outcomes, and the facts rules read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from elara.evidence.model import Facts


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost us. Times in seconds, sizes in bytes."""

    total: float = 8.0
    """The whole fetch, all hops, from the first look-up to the last byte."""
    connect: float = 3.0
    """TCP connect, and again the TLS handshake."""
    read: float = 5.0
    """Silence between two bytes."""
    hops: int = 10
    """Redirects followed."""
    wire: int = 1_000_000
    """Bytes received per response, headers included, before decompression."""
    body: int = 2_000_000
    """Bytes of body kept, after decompression."""
    headers: int = 65_536
    """Bytes up to the end of the response's headers, interim responses included."""
    ratio: int = 200
    """Decompressed to compressed, from which on a body over its limit is called a bomb."""


class Reason(StrEnum):
    """Why there is no page. None of these is ever read as clean."""

    INVALID_URL = "invalid_url"
    BLOCKED_SCHEME = "blocked_scheme"
    BLOCKED_PORT = "blocked_port"
    BLOCKED_ADDRESS = "blocked_address"
    NXDOMAIN = "nxdomain"
    NO_ADDRESS = "no_address"
    DNS_FAILURE = "dns_failure"
    CONNECTION_REFUSED = "connection_refused"
    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect_timeout"
    TLS_ERROR = "tls_error"
    READ_TIMEOUT = "read_timeout"
    CONNECTION_LOST = "connection_lost"
    PROTOCOL_ERROR = "protocol_error"
    """Not HTTP, or not the HTTP the headers announced."""
    HEADERS_TOO_LARGE = "headers_too_large"
    UNSUPPORTED_ENCODING = "unsupported_encoding"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECT_LOOP = "redirect_loop"


class Truncation(StrEnum):
    """Why a body is not whole. What arrived before is kept: pages stall and swell on purpose."""

    SIZE = "size"
    WIRE = "wire"
    RATIO = "ratio"
    TIME = "time"
    LOST = "lost"


class Tls(BaseModel):
    """The secured connection of a hop, as negotiated and verified."""

    model_config = ConfigDict(frozen=True)

    version: str
    issuer: str
    """Organisation, or else the common name, of the issuing authority."""
    not_after: datetime


class Hop(BaseModel):
    """One URL visited on the way. `status` is None when nothing came back."""

    model_config = ConfigDict(frozen=True)

    url: str
    host: str
    address: str | None = None
    status: int | None = None
    location: str | None = None
    """Where the response sent us next, resolved against `url`; its first 2000 characters."""
    tls: Tls | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response that is not a redirect, and the way to it; the last hop is the response's own."""

    hops: tuple[Hop, ...]
    status: int
    content_type: str
    """As browsers understand the headers; "" when none is valid."""
    body: bytes
    truncated: Truncation | None = None
    refresh: str = ""
    """The Refresh header, which works like the meta element."""

    @property
    def final_url(self) -> str:
        return self.hops[-1].url


@dataclass(frozen=True, slots=True)
class Failure:
    """A fetch that ended without a page. The last hop is where it ended."""

    reason: Reason
    hops: tuple[Hop, ...]
    detail: str = ""
    """What exactly, for people; bounded, never a secret."""


class RedirectFacts(Facts):
    """The way from the submitted URL to the page, kept also when there is no page at its end.

    Every text in it is hostile input, and bounded.
    """

    kind: ClassVar[str] = "redirects"

    hops: tuple[Hop, ...]
    domains: tuple[str, ...]
    """Registrable domains in the order first visited; an IP address stands for itself."""
    ended: Reason | None = None
    detail: str = ""


class Form(BaseModel):
    """One form: where it sends what is typed, and what it asks for."""

    model_config = ConfigDict(frozen=True)

    action: str
    action_host: str
    action_site: str
    """The registrable domain of `action_host`, or the host itself when it has none."""
    method: str
    insecure: bool
    """Sends over plain http."""
    elsewhere: bool
    """Sends to another registrable domain than the page's, or to where nobody can read."""
    password: bool = False
    email: bool = False
    otp: bool = False
    card: bool = False


class ScriptSigns(BaseModel):
    """How often inline scripts use what hides code; `longest` is the longest quoted string."""

    model_config = ConfigDict(frozen=True)

    eval: int = 0
    atob: int = 0
    unescape: int = 0
    char_codes: int = 0
    document_write: int = 0
    longest: int = 0


class BrandClaim(BaseModel):
    """A brand the page names, where, and whether the page's host belongs to the brand."""

    model_config = ConfigDict(frozen=True)

    brand: str
    where: tuple[str, ...]
    """Of `title`, `heading`, `image`, `text`."""
    owned: bool


class PageFacts(Facts):
    """The page at the end of the redirects. Every text in it is hostile input, and bounded."""

    kind: ClassVar[str] = "page"

    url: str
    host: str
    registrable: str
    status: int
    content_type: str
    body_sha256: str
    """Of the decompressed body as far as it was kept."""
    body_bytes: int
    truncated: Truncation | None = None
    download: str | None = None
    """What the body is, when it is no page: `windows_program`, `zip_archive`, …"""
    runs: bool = False
    """Whether `download` runs when it is opened."""
    language: str = ""
    title: str = ""
    text: str = ""
    """The beginning of the visible text."""
    forms: tuple[Form, ...] = ()
    password_fields: int = 0
    script_hosts: tuple[str, ...] = ()
    """Hosts that scripts are loaded from, other than the page's own."""
    scripts: ScriptSigns = ScriptSigns()
    frame_sites: tuple[str, ...] = ()
    """Other sites that are loaded into frames nobody can see."""
    refresh_site: str = ""
    """The other site that a meta refresh, or the header of that name, sends the visitor to."""
    brands: tuple[BrandClaim, ...] = ()

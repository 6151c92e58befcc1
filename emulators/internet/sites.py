"""What a site file says: the names it has in the DNS and how its web server behaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

HERE = Path(__file__).parent / "sites"


class DnsFault(StrEnum):
    """How the DNS can fail for a name, instead of answering from the zone."""

    SERVFAIL = "servfail"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    NXDOMAIN = "nxdomain"
    GARBAGE = "garbage"
    """Bytes that are no DNS message."""
    FLIP = "flip"
    """The first A question is answered from the zone, every later one with 127.0.0.1, TTL 0."""


class Manner(StrEnum):
    """How a page can misbehave, instead of answering."""

    SILENT = "silent"
    """Reads the request and never answers."""
    DRIP = "drip"
    """A page without end, a byte at a time."""
    ENDLESS = "endless"
    """A page without end, as fast as the line allows."""
    BOMB = "bomb"
    """A small gzip stream that swells to 32 MiB."""
    HUGE_HEADERS = "huge_headers"
    """Headers without end."""
    GARBAGE = "garbage"
    """Bytes that are not HTTP."""
    RESET = "reset"
    """The connection is torn down before the first byte."""
    CUT = "cut"
    """The body is torn off before its announced end."""


class Certificate(StrEnum):
    """What the site shows when a browser asks for https."""

    VALID = "valid"
    EXPIRED = "expired"
    OTHER_NAME = "other_name"
    SELF_SIGNED = "self_signed"


class Page(BaseModel):
    """One response. `redirect` gives a Location and, without a `status`, the status 302."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    status: int = 0
    headers: dict[str, str] = {}
    body: str = ""
    file: str = ""
    """A file beside the site file, instead of `body`."""
    redirect: str = ""
    delay: float = 0.0
    """Seconds before the response."""
    manner: Manner | None = None


class Site(BaseModel):
    """One site file. `zone` is RFC 1035 §5 text; `pages` is host → path (and query) → page."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str
    url: str
    """Where a visitor starts."""
    zone: str
    faults: dict[str, DnsFault] = {}
    certificate: Certificate = Certificate.VALID
    pages: dict[str, dict[str, Page]] = {}
    folder: Path = Field(default=HERE, exclude=True)

    def body(self, page: Page) -> bytes:
        """The bytes of a page's body."""
        return (self.folder / page.file).read_bytes() if page.file else page.body.encode()


@dataclass(frozen=True, slots=True)
class Web:
    """Every host of every site."""

    sites: Mapping[str, Site]

    def page(self, host: str, target: str) -> tuple[Site, Page] | None:
        """The page at `target` (path and query, or its path alone) of `host`."""
        site = self.sites.get(host)
        pages = site.pages[host] if site else {}
        page = pages.get(target) or pages.get(target.partition("?")[0])
        return (site, page) if site and page else None


def load(*folders: Path) -> tuple[Site, ...]:
    """The sites in `folders`, by file name. Raises ValidationError for a bad file."""
    files = [file for folder in folders for file in sorted(folder.glob("*.yaml"))]
    return tuple(
        Site.model_validate({**yaml.safe_load(file.read_text("utf-8")), "folder": file.parent})
        for file in files
    )


def web_of(sites: Iterable[Site]) -> Web:
    """One look-up table by host."""
    return Web({host: site for site in sites for host in site.pages})

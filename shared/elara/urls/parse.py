"""Turns what a caller typed into a URL, by the WHATWG URL standard, or says why it cannot.

The standard is the one browsers follow, so Elara sees the host a victim's browser would visit.
"""

import hashlib
import re
from collections.abc import Sequence

import ada_url

from elara.errors import InvalidUrl
from elara.urls.addresses import NOT_AN_ADDRESS, refusal
from elara.urls.defang import refang
from elara.urls.model import MAX_LENGTH, Url

_SCHEME = re.compile(r"([a-z][a-z0-9+-]*):(?!\d{1,5}(?:[/?#]|$))", re.IGNORECASE)
"""A scheme, as opposed to a host with a port; a name with a dot is a host, too."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")

_PARTS = re.compile(
    r"([a-z][a-z0-9+.-]*):"
    r"(?://(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(\[[^]]*\]|[^/?#:]*)(?::(\d+))?)?"
    r"([^?#]*)(?:\?([^#]*))?(?:#(.*))?"
)
"""Scheme, user name, password, host, port, path, query and fragment of a URL that was serialised
(https://url.spec.whatwg.org/#url-serializing), where each sign that ends one is escaped in it.
Asking the parser for each part costs twice as much.
"""
_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".home.arpa")
"""Endings of a name with a dot before it."""


def parse(text: str) -> Url:
    """The URL in `text`, defanged or not; a bare host gets `http://`. Raises InvalidUrl."""
    _check_length(text)
    typed = refang(text)
    _check_text(typed)
    return parse_href(_with_scheme(typed))


def parse_href(text: str) -> Url:
    """The URL in a `text` that needs no mending, such as `Url.href`. Raises InvalidUrl."""
    try:
        serialised = ada_url.normalize_url(text)
    except ValueError as error:
        raise InvalidUrl("The text cannot be read as a URL.") from error
    href = serialised.partition("#")[0]
    _check_length(href)
    scheme, username, password, host, port, path, query, fragment = _parts(serialised)
    host = host.strip("[]")
    _check_host(host)
    return Url(
        href=href,
        scheme=scheme,
        username=username,
        password=password,
        host=host,
        port=int(port) if port else None,
        path=path,
        query=query,
        fragment=fragment,
    )


def scannable(text: str) -> Url:
    """The URL in `text`, defanged or not, if it may be scanned. Raises InvalidUrl, also when the
    host cannot be on the public internet.
    """
    url = parse(text)
    reason = private_target(url)
    if reason is not None:
        raise InvalidUrl(f"The host is not on the public internet ({reason}).")
    return url


def url_id(url: Url) -> str:
    """The identity of what is fetched: SHA-256 (hex) of the URL without its fragment."""
    return hashlib.sha256(url.href.encode()).hexdigest()


def private_target(url: Url) -> str | None:
    """Why the host cannot be a public one, in snake_case, or None. Names are not resolved."""
    why = refusal(url.host)
    if why == NOT_AN_ADDRESS:
        return _private_name(url.host.rstrip("."))
    return "private_address" if why else None


def _private_name(host: str) -> str | None:
    if f".{host}".endswith(_PRIVATE_NAMES):
        return "private_name"
    return None if "." in host else "single_label_name"


def _parts(serialised: str) -> Sequence[str]:
    found = _PARTS.fullmatch(serialised)
    if found is None:
        raise InvalidUrl("The text cannot be read as a URL.")
    return found.groups("")


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise InvalidUrl(f"The URL is longer than {MAX_LENGTH} characters.")


def _check_text(typed: str) -> None:
    if not typed:
        raise InvalidUrl("The URL is empty.")
    if _CONTROL.search(typed):
        raise InvalidUrl("The URL contains a line break or another control character.")


def _with_scheme(typed: str) -> str:
    scheme = _SCHEME.match(typed)
    if scheme is not None:
        if scheme[1].lower() not in ("http", "https"):
            raise InvalidUrl("Only http and https URLs can be scanned.")
        return typed
    if typed.startswith("//"):
        return f"http:{typed}"
    if typed[0] in "/\\?#":
        raise InvalidUrl("The URL has no host.")
    return f"http://{typed}"


def _check_host(host: str) -> None:
    """Refuses names no resolver can ask for (RFC 1035 2.3.4); WHATWG parsers let them pass."""
    lengths = tuple(map(len, host.removesuffix(".").split(".")))
    if len(host) > 254 or min(lengths) == 0 or max(lengths) > 63:
        raise InvalidUrl("The host is not a valid name.")

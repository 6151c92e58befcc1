"""Follows the redirects of a provider that sends questions on, each hop checked first."""

from collections.abc import Mapping

import ada_url
import httpx

from elara.errors import InvalidUrl
from elara.providers.http import Reply, fetch
from elara.providers.model import NoAnswer
from elara.urls.model import Url
from elara.urls.parse import parse, private_target

HOPS = 3
"""Redirects followed."""

_REDIRECTS = (301, 302, 303, 307, 308)


async def follow(
    http: httpx.AsyncClient, address: str, headers: Mapping[str, str], *, home: str
) -> Reply:
    """The reply to a GET of `address`, or of where it was sent on to. No secrets in `headers`.

    A hop may stay at the origin of `home`, the address we were configured with, or go to a host
    that is not private, by https: what hides behind a public name in a private network has no
    certificate for it. Raises NoAnswer with `redirect_refused`, `too_many_redirects` and the
    reasons of `fetch`.
    """
    for _ in range(HOPS + 1):
        reply = await fetch(http, _get(http, address, headers))
        location = reply.headers.get("location")
        if reply.status not in _REDIRECTS or not location:
            return reply
        address = _checked(address, location, home)
    raise NoAnswer("too_many_redirects")


def _get(http: httpx.AsyncClient, address: str, headers: Mapping[str, str]) -> httpx.Request:
    try:
        return http.build_request("GET", address, headers=headers)
    except httpx.InvalidURL as error:
        raise NoAnswer("unsendable") from error


def _checked(address: str, location: str, home: str) -> str:
    """Where `location` leads, as the text that was checked. Raises NoAnswer."""
    try:
        target = parse(ada_url.join_url(address, location))
    except (ValueError, InvalidUrl) as error:
        raise NoAnswer("redirect_refused") from error
    public = target.scheme == "https" and private_target(target) is None
    if not public and _origin(target) != _origin(parse(home)):
        raise NoAnswer("redirect_refused")
    return target.href


def _origin(url: Url) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port

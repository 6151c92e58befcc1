"""Gathers what is known about a URL from its text alone."""

import re

from elara.urls.canonical import canonicalise
from elara.urls.hosts import split
from elara.urls.model import Url, UrlFacts
from elara.urls.notation import notation
from elara.urls.parse import parse
from elara.urls.popular import rank

_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9_.,:+=&!@$~*'()/;-]*)?")
"""What canonicalisation leaves alone, dots and slashes in the path aside."""
_QUERY = re.compile(r"[A-Za-z0-9_.,:+=&!@$~*'()/;?-]*")


def facts_of(text: str) -> UrlFacts:
    """The facts of the URL in `text`, defanged or not. Raises InvalidUrl.

    They depend on `Url.href` alone, so a typed URL and its stored form have the same facts; but
    for `ip_notation`, which only the typed one shows.
    """
    return facts_of_url(parse(text), text)


def facts_of_url(url: Url, typed: str = "") -> UrlFacts:
    """The facts of a URL already parsed, from `typed` where that is known."""
    host = split(url.host)
    return UrlFacts(
        href=url.href,
        scheme=url.scheme,
        username=url.username,
        password=url.password,
        host=host.name,
        host_unicode=host.unicode,
        port=url.port,
        path=url.path,
        query=url.query,
        suffix=host.suffix,
        registrable=host.registrable,
        subdomain=host.subdomain,
        platform=host.platform,
        ip=host.ip,
        canonical=_canonical(url),
        popularity=rank(host.registrable),
        ip_notation=notation(typed) if typed and host.ip else None,
    )


def _canonical(url: Url) -> str:
    """`canonicalise(url.href)`, without the work where there is nothing to do."""
    href = url.href
    plain, mark, query = href.partition("?")
    untouched = (
        _PLAIN.fullmatch(plain)
        and "/." not in url.path
        and "//" not in url.path
        and not plain.startswith(".", 7)
        and (not mark or _QUERY.fullmatch(query))
    )
    return href if untouched else canonicalise(href)

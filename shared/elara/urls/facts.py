"""Gathers what is known about a URL from its text alone."""

from elara.urls.canonical import canonicalise
from elara.urls.hosts import split
from elara.urls.model import UrlFacts
from elara.urls.parse import parse


def facts_of(text: str) -> UrlFacts:
    """The facts of the URL in `text`, defanged or not. Raises InvalidUrl.

    They depend on `Url.href` alone, so a typed URL and its stored form have the same facts.
    """
    url = parse(text)
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
        canonical=canonicalise(url.href),
    )

"""Links, hosts and the sites they belong to. Pure."""

import ada_url

from elara.urls.hosts import split

MAX_HOST = 253
"""Characters; longer names do not fit into a DNS message (RFC 1035 §3.1)."""


def site_of(host: str) -> str:
    """The registrable domain of `host`; a host without one (an IP address, say) is its own."""
    return split(host).registrable or host


def host_of(href: str) -> str:
    """The host of an http(s) URL, "" for any other text and for a host that cannot exist."""
    if not href.startswith(("http://", "https://")):
        return ""
    try:
        host = str(ada_url.URL(href).hostname).strip("[]")
    except ValueError:
        return ""
    return host if len(host) <= MAX_HOST else ""


def joined(base: str, link: str) -> str:
    """`link` resolved against `base` by the WHATWG URL standard, "" when it cannot be."""
    try:
        return str(ada_url.join_url(base, link))
    except ValueError:
        return ""

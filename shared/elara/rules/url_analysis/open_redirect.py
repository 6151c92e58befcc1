"""A page of one site that sends its visitors to another."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.hosts import split
from elara.urls.model import UrlFacts
from elara.urls.places import hosting, leads_on
from elara.urls.reading import parameters

RULE = Rule(
    id="url.open_redirect",
    title="Forwards to another site",
    reads=UrlFacts,
    points=25,
    why="A redirector lends its good name: the link shows one host, the visitor lands on another.",
    references=("https://cwe.mitre.org/data/definitions/601.html",),
)

_TARGET = re.compile(r"(?:https?:)?[/\\\\]{2}([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_LONGEST = 253
"""Characters of a host name, by RFC 1035; the end of a longer one tells the domain."""
_NAMES = frozenset(
    "url u uri link href to go goto out dest destination target next continue forward jump"
    " redir redirect redirect_url redirecturl redirect_to redirectto return return_to returnto"
    " redirect_uri return_url returnurl rurl r ru q z uddg adurl murl checkout_url"
    " image_url".split()
)
_OAUTH = frozenset({"client_id", "response_type"})
"""What an OAuth request has besides its `redirect_uri`, which is registered beforehand (RFC 6749
section 4.1.1).
"""
_SHARING = re.compile(r"shar|intent|embed|tweet|submit|login|signin|oauth|authorize|validat|proxy")
"""Where a page is handed another's address to speak about it, or to come back to it."""


def check(facts: UrlFacts) -> Hit | None:
    if leads_on(facts):
        return Hit(f"A page of {defang(facts.host)} that forwards to wherever it is told.")
    if "=" not in facts.query:
        return None
    given = parameters(facts.query)
    if target := _google_log_in(facts, given):
        return Hit(f"A log-in of Google that continues to {defang(target)}.", 10)
    if _SHARING.search(facts.path.lower()):
        return None
    names = _NAMES - {"redirect_uri"} if _OAUTH.intersection(dict(given)) else _NAMES
    for name, value in given:
        host = _host(value) if name.lower() in names else ""
        if host and split(host).registrable != facts.registrable:
            return Hit(f"The parameter {name[:20]} points at {defang(host)}.", 10)
    return None


def _google_log_in(facts: UrlFacts, given: tuple[tuple[str, str], ...]) -> str:
    """The host to which a log-in of Google continues where that is not Google's own page: who is
    logged in already is sent on at once.
    """
    if facts.host != "accounts.google.com":
        return ""
    host = next((_host(value) for name, value in given if name.lower() == "continue"), "")
    foreign = host and (hosting(host) or split(host).registrable != facts.registrable)
    return host if foreign else ""


def _host(value: str) -> str:
    """The host of the URL a parameter holds, or an empty string."""
    found = _TARGET.match(value)
    return found[1].lower()[-_LONGEST:] if found else ""

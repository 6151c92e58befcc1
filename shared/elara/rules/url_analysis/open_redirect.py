"""A page of one site that sends its visitors to another."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.hosts import split
from elara.urls.model import UrlFacts
from elara.urls.places import leads_on
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
_NAMES = frozenset(
    "url u uri link href to go goto out dest destination target next continue forward jump"
    " redir redirect redirect_url redirecturl redirect_to redirectto return return_to returnto"
    " return_url returnurl rurl r ru q adurl murl checkout_url image_url".split()
)
_SHARING = re.compile(r"shar|intent|embed|tweet|submit|login|signin|oauth|authorize|validat|proxy")
"""Where a page is handed another's address to speak about it, or to come back to it."""


def check(facts: UrlFacts) -> Hit | None:
    if leads_on(facts):
        return Hit(f"A page of {defang(facts.host)} that forwards to wherever it is told.")
    if "=" not in facts.query or _SHARING.search(facts.path.lower()):
        return None
    for name, value in parameters(facts.query):
        found = _TARGET.match(value) if name.lower() in _NAMES else None
        if found and split(found[1]).registrable != facts.registrable:
            text = f"The parameter {name[:20]} points at {defang(found[1].lower())}."
            return Hit(text, 10)
    return None

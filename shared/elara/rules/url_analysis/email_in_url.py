"""The victim named in the URL."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts
from elara.urls.reading import decoded, parameters

RULE = Rule(
    id="url.email_in_url",
    title="E-mail address in the URL",
    reads=UrlFacts,
    points=50,
    why="Phishing mails carry the victim's address, so that the form is already filled in.",
    references=("https://attack.mitre.org/techniques/T1566/002/",),
)

_ADDRESS = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.[a-z]{2,24}")
_NAMES = frozenset({"email", "e-mail", "mail", "user", "userid", "login", "username"})


def check(facts: UrlFacts) -> Hit | None:
    hit = _in_query(facts.query) if facts.query else None
    if hit is None and ("@" in facts.path or "%40" in facts.path) and _in_path(facts.path):
        hit = Hit("The path carries an e-mail address.", 10)
    return None if hit is None or publisher(facts) else hit


def _in_query(query: str) -> Hit | None:
    if _ADDRESS.search(decoded(query)):
        return Hit("The query carries an e-mail address.")
    named = [name.lower() for name, value in parameters(query) if value]
    return None if _NAMES.isdisjoint(named) else Hit("The query names a user.", 40)


def _in_path(path: str) -> bool:
    """Where a path ends in an address; `@` alone is common in the paths of social sites."""
    return any(_ADDRESS.fullmatch(segment) for segment in decoded(path).split("/"))

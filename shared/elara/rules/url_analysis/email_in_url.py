"""The victim named in the URL."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.model import UrlFacts
from elara.urls.reading import decoded, parameters

RULE = Rule(
    id="url.email_in_url",
    title="E-mail address in the URL",
    reads=UrlFacts,
    points=50,
    why="Phishing mails carry the victim's address, so that the form is already filled in.",
)

_ADDRESS = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.[a-z]{2,24}")
_NAMES = frozenset({"email", "e-mail", "mail", "user", "userid", "login", "username"})


def check(facts: UrlFacts) -> Hit | None:
    if owner(facts.registrable):
        return None
    if _ADDRESS.search(decoded(facts.query)):
        return Hit("The query carries an e-mail address.")
    named = [name.lower() for name, value in parameters(facts.query) if value]
    if not _NAMES.isdisjoint(named):
        return Hit("The query names a user.", 25)
    return Hit("The path carries an e-mail address.", 15) if _in_path(facts.path) else None


def _in_path(path: str) -> bool:
    """Where a path ends in an address; `@` alone is common in the paths of social sites."""
    return any(_ADDRESS.fullmatch(segment) for segment in decoded(path).split("/"))

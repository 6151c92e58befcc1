"""Words that ask for credentials in the host."""

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.words import credential_words

RULE = Rule(
    id="url.credential_host",
    title="Credential words in the host",
    reads=UrlFacts,
    points=100,
    why="Sites seldom call themselves after logging in or verifying; imitations do.",
    references=("https://doi.org/10.1145/1314389.1314391",),
)

_ACCOUNT, _NAME, _SUBDOMAIN = 65, 35, 25


def check(facts: UrlFacts) -> Hit | None:
    if facts.ip or owner(facts.registrable):
        return None
    words = credential_words(facts.host.removesuffix(facts.suffix))
    if not words:
        return None
    text = f"The host {defang(facts.host)} asks: {', '.join(words)}."
    return Hit(text, RULE.points if len(words) > 1 else _single(facts))


def _single(facts: UrlFacts) -> int:
    if not credential_words(facts.name):
        return _SUBDOMAIN  # `login.` and `account.` are where honest sites ask, too
    return _ACCOUNT if facts.platform else _NAME

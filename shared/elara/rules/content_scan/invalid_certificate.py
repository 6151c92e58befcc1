"""A site whose certificate does not verify."""

from elara.content.model import Reason, RedirectFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.invalid_certificate",
    title="Certificate does not verify",
    reads=RedirectFacts,
    points=12,
    why="Certificates are free and renew themselves; a bad one is a hijacked or a makeshift site.",
    references=("https://www.rfc-editor.org/rfc/rfc9525",),
)


def check(facts: RedirectFacts) -> Hit | None:
    if facts.ended is not Reason.TLS_ERROR:
        return None
    host = facts.hops[-1].host
    detail = facts.detail.rstrip(".").replace(host, defang(host))
    return Hit(f"No secure connection to {defang(host)} is possible: {detail}.")

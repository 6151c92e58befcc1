"""A URL that leads through several unrelated sites."""

from elara.content.model import RedirectFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.redirect_chain",
    title="Leads through several sites",
    reads=RedirectFacts,
    points=15,
    why="Chains over shorteners and trackers hide the end from the reader and from mail filters.",
)

_SITES = 3


def check(facts: RedirectFacts) -> Hit | None:
    if len(facts.domains) < _SITES:
        return None
    way = " → ".join(defang(domain) for domain in facts.domains[:_SITES])
    more = len(facts.domains) - _SITES
    return Hit(f"The URL leads through {way}{f' and {more} more sites' if more else ''}.")

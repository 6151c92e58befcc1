"""A curated source listed this very URL within 30 days; it was not online at the last check."""

from elara.intel.model import CURRENT, SourceAnswer, Threat
from elara.rules.model import Hit, Rule

RULE = Rule(
    id="intel.listed_recently",
    title="Listed within 30 days",
    reads=SourceAnswer,
    points=50,
    why="Harm that is offline at the moment often comes back at the same address.",
    references=("https://urlhaus.abuse.ch/api/",),
)


def check(facts: SourceAnswer) -> Hit | None:
    standing = facts.listed and facts.authoritative and not facts.online
    if not standing or facts.threat is Threat.PHISHING:
        return None
    harm = facts.threat or "harm"
    return Hit(
        f"{facts.source} listed this very URL for {harm} within the last {CURRENT.days} days."
    )

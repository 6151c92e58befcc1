"""A curated phishing feed named this very URL within the last 30 days."""

from elara.intel.model import CURRENT, SourceAnswer, Threat
from elara.rules.model import Hit, Rule

RULE = Rule(
    id="intel.phishing_feed",
    title="Listed as phishing",
    reads=SourceAnswer,
    points=75,
    why="Feeds list live pages, which mostly vanish within days: the fresher, the heavier.",
    references=("https://openphish.com/faq.html",),
)

_FRESH_DAYS = 3
_FADING_POINTS = 50


def check(facts: SourceAnswer) -> Hit | None:
    standing = facts.listed and facts.authoritative and not facts.online
    if not standing or facts.threat is not Threat.PHISHING or facts.days is None:
        return None
    fresh = facts.days <= _FRESH_DAYS
    within = _FRESH_DAYS if fresh else CURRENT.days
    text = f"{facts.source} listed this very URL as phishing within the last {within} days."
    return Hit(text, RULE.points if fresh else _FADING_POINTS)

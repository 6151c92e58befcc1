"""The panel of judges holds the URL to be harmful."""

from elara.judges.model import Opinion
from elara.rules.model import Hit, Rule

RULE = Rule(
    id="judges.panel_alarm",
    title="The judges hold it harmful",
    reads=Opinion,
    points=130,
    why="Judges weigh all evidence together; disagreement among them shrinks the points.",
)

_INDIFFERENT = 0.2
"""Below this risk the panel has nothing to say."""


def check(facts: Opinion) -> Hit | None:
    strength = (facts.risk - _INDIFFERENT) / (1 - _INDIFFERENT) * facts.agreement
    points = round(RULE.points * strength)
    if points <= 0:
        return None
    reasons = [claim.text for vote in facts.votes for claim in vote.claims if claim.weight > 0]
    why = "; ".join(dict.fromkeys(reasons)) or "no single reason"
    return Hit(f"The panel puts the risk at {facts.risk:.0%}: {why}.", points)

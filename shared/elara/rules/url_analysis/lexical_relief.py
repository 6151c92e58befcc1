"""The URL model sees more than the rules do, and it looks harmless."""

from elara.lexical.opinion import NAT, LexicalOpinion
from elara.rules.model import Hit, Rule

RULE = Rule(
    id="url.lexical_relief",
    title="Spelled like harmless addresses",
    reads=LexicalOpinion,
    points=-500,
    why="The same model also knows how harmless addresses are spelled. A stage never gives less "
    "than 0, so this takes away what the other rules of the stage gave, and nothing else.",
    references=("https://doi.org/10.1145/1557019.1557153",),
)


def check(opinion: LexicalOpinion) -> Hit | None:
    points = max(RULE.points, round(opinion.log_odds * NAT))
    return Hit("Spelled like harmless addresses.", points) if points < 0 else None

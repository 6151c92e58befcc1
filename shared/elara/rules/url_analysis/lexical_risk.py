"""The URL model sees more than the rules do, and it looks malicious."""

from elara.lexical.opinion import NAT, LexicalOpinion
from elara.rules.model import Hit, Rule

RULE = Rule(
    id="url.lexical_risk",
    title="Spelled like malicious addresses",
    reads=LexicalOpinion,
    points=400,
    why="A model trained on labelled URLs weighs what no single rule can: letters, lengths, the "
    "kind of hosting, how widely the domain is used. It adds what it knows beyond the rules.",
    references=("https://doi.org/10.1145/1557019.1557153",),
)


def check(opinion: LexicalOpinion) -> Hit | None:
    points = min(RULE.points, round(opinion.log_odds * NAT))
    if points <= 0:
        return None
    topics = [reason.topic for reason in opinion.reasons if reason.weight > 0][:3]
    return Hit(f"Spelled like malicious addresses{_because(topics)}.", points)


def _because(topics: list[str]) -> str:
    return f": by {', '.join(topics)}" if topics else " on the whole"

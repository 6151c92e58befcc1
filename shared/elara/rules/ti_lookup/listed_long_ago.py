"""A listing of this very URL that nobody has confirmed for 30 days: context, little more."""

from elara.intel.model import CURRENT, SourceAnswer
from elara.rules.model import Hit, Rule

RULE = Rule(
    id="intel.listed_long_ago",
    title="Listed long ago",
    reads=SourceAnswer,
    points=10,
    why="Abused sites get cleaned and addresses change hands, while old listings stay.",
)


def check(facts: SourceAnswer) -> Hit | None:
    if not (facts.listed and facts.url_level) or facts.authoritative:
        return None
    if facts.days is not None and facts.days <= CURRENT.days:
        return None
    when = "at an unknown time" if facts.days is None else f"{facts.days} days ago"
    return Hit(f"{facts.source} listed this very URL, last confirmed {when}.")

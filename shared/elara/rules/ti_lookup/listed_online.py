"""A curated source saw this very URL serving harm at its last check."""

from elara.intel.model import SourceAnswer
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="intel.listed_online",
    title="Listed and still serving harm",
    reads=SourceAnswer,
    points=80,
    why="A curated listing of the exact URL that was confirmed online is as near to proof as "
    "a look-up can come.",
    references=("https://urlhaus.abuse.ch/api/",),
)


def check(facts: SourceAnswer) -> Hit | None:
    if not (facts.listed and facts.authoritative and facts.online):
        return None
    tags = f" ({', '.join(map(defang, facts.tags[:3]))})" if facts.tags else ""
    return Hit(
        f"{facts.source} lists this very URL for {facts.threat or 'harm'}{tags}, online now."
    )

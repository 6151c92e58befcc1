"""Several stages that do not read one another raise the alarm."""

from elara.rules.model import Hit, Rule
from elara.scoring.agreement import Agreement

RULE = Rule(
    id="score.stages_agree",
    title="Independent stages agree",
    reads=Agreement,
    points=50,
    why="One odd sign is common on good sites; several signs of different kinds at once are not.",
)

_POINTS = {2: 15, 3: 30}


def check(facts: Agreement) -> Hit | None:
    count = len(facts.alarmed)
    if count < 2:
        return None
    names = ", ".join(facts.alarmed)
    return Hit(f"{count} independent stages raise the alarm: {names}.", _POINTS.get(count, 50))

"""`elara explain`: what the URL alone says, point by point, as a person reads it."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from elara.cli import exits
from elara.cli.offline import Answer
from elara.cli.plain import plain
from elara.cli.render import COLOURS, lines_of, scale
from elara.scoring.model import Level, Stage
from elara.scoring.ruleset import Ruleset
from elara.urls.defang import defang, refang

_CODES = {Level.MALICIOUS: exits.MALICIOUS, Level.SUSPICIOUS: exits.SUSPICIOUS}


def explained(answers: Sequence[Answer], ruleset: Ruleset) -> RenderableType:
    """The whole ledger of each answer, and the thresholds it is read by."""
    return Group(*(_explained(answer) for answer in answers), scale(ruleset))


def code_of(answer: Answer) -> int:
    """The exit code of one answer."""
    if answer.refusal is not None:
        return exits.SCAN_FAILED if answer.is_fault else exits.DATA
    return _CODES.get(answer.level, exits.OK)


def _explained(answer: Answer) -> RenderableType:
    head = Text(plain(defang(refang(answer.url))), "bold")
    if answer.refusal is not None:
        return Group(head, Text(plain(f"not scored: {answer.refusal.detail}"), "red"), Text())
    verdict = Text.assemble(
        (answer.level.value, COLOURS[answer.level]),
        f"  {answer.score} of {Stage.URL_ANALYSIS.cap} points from the URL alone",
        "" if answer.probability is None else f", probability {answer.probability:.3f}",
    )
    entries = [line.model_dump(mode="json") for line in answer.ledger]
    table = lines_of(entries) if entries else Text("No rule has anything to say.", "dim")
    return Group(head, verdict, table, Text())

"""Scans as people read them. URLs are defanged, and nothing in them is markup."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from elara.cli.plain import plain
from elara.rules.ruleset import bundled, versions
from elara.scoring.ledger import CLAMP
from elara.scoring.model import Stage
from elara.scoring.ruleset import Ruleset
from elara.urls.defang import defang

COLOURS = {"clean": "green", "low": "cyan", "suspicious": "yellow", "malicious": "bold red"}
SHORT = {
    Stage.URL_ANALYSIS: "url",
    Stage.TI_LOOKUP: "intel",
    Stage.DNS_ANALYSIS: "dns",
    Stage.CONTENT_SCAN: "page",
    Stage.REPUTATION: "rep",
    Stage.AI_CONSENSUS: "ai",
    Stage.FINAL_SCORE: "agree",
}
_CAPTION = (
    "Points per stage; score 0 = no evidence of risk, 1000 = every stage at its cap; "
    "seen = answers of those asked; s = seconds."
)


def overview(scans: Sequence[dict[str, Any]], seconds: dict[str, float]) -> RenderableType:
    """Two lines per scan, so that it fits 80 columns: the URL, then verdict, score, points per
    stage, coverage and time."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("verdict", no_wrap=True)
    for name in ("score", *SHORT.values(), "seen"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    table.add_column("s", justify="right", no_wrap=True)
    lines: list[RenderableType] = []
    for number, scan in enumerate(scans, 1):
        lines.append(Text(plain(f"{number} {scan['url_defanged']}"), "bold"))
        took = seconds.get(scan["id"], 0.0)
        table.add_row(*_line(number, scan), f"{took:.1f}" if took < 10 else f"{took:.0f}")
    return Group(*lines, Text(), table, Text(_CAPTION, "dim"))


def _line(number: int, scan: dict[str, Any]) -> Iterable[RenderableType]:
    verdict = scan.get("verdict")
    if verdict is None:
        yield from (Text(f"{number} -"), *(Text("-") for _ in range(len(SHORT) + 2)))
    else:
        yield Text(f"{number} {verdict['level']}", COLOURS[verdict["level"]])
        yield Text(str(verdict["score"]))
        yield from (Text(str(verdict["stages"][stage])) for stage in SHORT)
        coverage = verdict["coverage"]
        yield Text(f"{coverage['answered']}/{coverage['asked']}")
    yield Text(scan["status"])


def ledger(scan: dict[str, Any]) -> RenderableType:
    """The whole explanation of one scan."""
    verdict = scan.get("verdict")
    head = Text.assemble((plain(scan["url_defanged"]), "bold"), f"  {scan['id']}  {scan['status']}")
    if verdict is None:
        return Group(head, Text(plain(scan.get("error") or "No verdict yet.")))
    result = Text.assemble((verdict["level"], COLOURS[verdict["level"]]), f"  {verdict['score']}")
    missing = [
        Text(plain(f"not answered: {line}"), "dim") for line in verdict["coverage"]["missing"]
    ]
    sent = [
        Text(plain(f"told: {defang(recipient['name'])} ({recipient['sent']})"), "dim")
        for recipient in scan["recipients"]
    ]
    ruleset = verdict.get("ruleset")
    known = [scale(bundled(ruleset))] if ruleset in versions() else []
    signed = [_signed(scan)] if scan.get("seal") else []
    return Group(head, result, lines_of(verdict["ledger"]), *missing, *sent, *known, *signed)


def lines_of(entries: Sequence[dict[str, Any]]) -> RenderableType:
    """The lines of a ledger, stage by stage with what each sums to. Rule names stay whole; the
    reasons take the width that is left."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("points", justify="right", no_wrap=True)
    table.add_column("rule", no_wrap=True)
    table.add_column("why", overflow="fold", ratio=1)
    for stage, group in groupby(entries, key=lambda entry: entry["stage"]):
        lines = list(group)
        total = sum(entry["points"] for entry in lines)
        table.add_row(Text(str(total), "bold"), Text(plain(stage), "bold"))
        for entry in lines:
            table.add_row(*_cells(entry))
        table.add_section()
    return table


def scale(ruleset: Ruleset) -> RenderableType:
    """How to read a score: the thresholds of the ruleset."""
    edges = ruleset.thresholds
    return Text(
        f"low from {edges.low}, suspicious from {edges.suspicious}, malicious from "
        f"{edges.malicious}; ruleset {ruleset.version}",
        "dim",
    )


def _signed(scan: dict[str, Any]) -> RenderableType:
    """What vouches for the verdict; `elara get --bundle` brings it home."""
    seal = scan["seal"]
    keys = ", ".join(signature["kid"] for signature in seal["signatures"])
    return Text(plain(f"revision {scan['revision']}, signed by {keys}"), "dim")


def _cells(entry: dict[str, Any]) -> Iterable[Text]:
    points = entry["points"]
    colour = "dim" if entry["rule"] == CLAMP else "green" if points < 0 else ""
    mark = f" → {entry['decides']}" if entry.get("decides") else ""
    yield Text(f"{points:+d}", colour)
    yield Text(plain(entry["rule"]), colour)
    yield Text(plain(entry["text"] + mark), colour)

"""Scans as people read them. URLs are defanged, and nothing in them is markup."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from elara.scoring.model import Stage

COLOURS = {"clean": "green", "low": "cyan", "suspicious": "yellow", "malicious": "bold red"}
SHORT = {
    Stage.URL_ANALYSIS: "url",
    Stage.TI_LOOKUP: "intel",
    Stage.DNS_ANALYSIS: "dns",
    Stage.CONTENT_SCAN: "page",
    Stage.REPUTATION: "reput.",
    Stage.AI_CONSENSUS: "judges",
    Stage.FINAL_SCORE: "agree",
}


def overview(scans: Sequence[dict[str, Any]], seconds: dict[str, float]) -> Table:
    """One line per scan: verdict, score, points per stage, coverage, time."""
    table = Table(
        title="Points per stage; score 0 = no evidence of risk, 1000 = every stage at cap"
    )
    table.add_column("URL", overflow="fold", ratio=1)
    table.add_column("verdict")
    table.add_column("score", justify="right")
    for name in SHORT.values():
        table.add_column(name, justify="right")
    table.add_column("coverage", justify="right")
    table.add_column("status")
    table.add_column("s", justify="right")
    for scan in scans:
        table.add_row(*_line(scan), f"{seconds.get(scan['id'], 0):.1f}")
    return table


def _line(scan: dict[str, Any]) -> Iterable[RenderableType]:
    yield Text(scan["url_defanged"])
    verdict = scan.get("verdict")
    if verdict is None:
        yield from (Text("-"), Text("-"), *(Text("-") for _ in SHORT), Text("-"))
    else:
        yield Text(verdict["level"], COLOURS[verdict["level"]])
        yield Text(str(verdict["score"]))
        yield from (Text(str(verdict["stages"][stage])) for stage in SHORT)
        coverage = verdict["coverage"]
        yield Text(f"{coverage['answered']}/{coverage['asked']}")
    yield Text(scan["status"])


def ledger(scan: dict[str, Any]) -> RenderableType:
    """The whole explanation of one scan."""
    verdict = scan.get("verdict")
    head = Text.assemble((scan["url_defanged"], "bold"), f"  {scan['id']}  {scan['status']}")
    if verdict is None:
        return Group(head, Text(scan.get("error") or "No verdict yet."))
    table = Table(show_edge=False)
    table.add_column("points", justify="right")
    table.add_column("stage")
    table.add_column("rule")
    table.add_column("why", overflow="fold")
    for entry in verdict["ledger"]:
        mark = f" → {entry['decides']}" if entry.get("decides") else ""
        table.add_row(
            f"{entry['points']:+d}", entry["stage"], Text(entry["rule"]), Text(entry["text"] + mark)
        )
    table.add_section()
    table.add_row(str(verdict["score"]), "", "", Text(verdict["level"], COLOURS[verdict["level"]]))
    missing = [Text(f"not answered: {line}", "dim") for line in verdict["coverage"]["missing"]]
    sent = [
        Text(f"told: {recipient['name']} ({recipient['sent']})", "dim")
        for recipient in scan["recipients"]
    ]
    return Group(head, table, *missing, *sent)

"""Scans as people read them. URLs are defanged, and nothing in them is markup."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from elara.cli.plain import plain
from elara.scoring.model import Stage
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
    table = Table(show_edge=False)
    table.add_column("points", justify="right")
    table.add_column("stage")
    table.add_column("rule", overflow="fold")
    table.add_column("why", overflow="fold")
    for entry in verdict["ledger"]:
        mark = f" → {entry['decides']}" if entry.get("decides") else ""
        table.add_row(
            f"{entry['points']:+d}",
            entry["stage"],
            Text(plain(entry["rule"])),
            Text(plain(entry["text"] + mark)),
        )
    table.add_section()
    table.add_row(str(verdict["score"]), "", "", Text(verdict["level"], COLOURS[verdict["level"]]))
    missing = [
        Text(plain(f"not answered: {line}"), "dim") for line in verdict["coverage"]["missing"]
    ]
    sent = [
        Text(plain(f"told: {defang(recipient['name'])} ({recipient['sent']})"), "dim")
        for recipient in scan["recipients"]
    ]
    return Group(head, table, *missing, *sent)

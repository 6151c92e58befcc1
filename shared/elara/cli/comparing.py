"""Replays as people and scripts read them."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from elara.bundles.difference import Difference, Outcome
from elara.bundles.replay import Replayed
from elara.cli.plain import json_line, plain
from elara.cli.render import COLOURS

UNSIGNED = "The signature was not checked: `elara verify` does that."
_MARKS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}


def line(source: str, found: Replayed) -> str:
    """One replay as one line of JSON."""
    said = found.model_dump(mode="json")
    return json_line({"source": source, **said, "signature": "not checked"})


def comparison(found: Replayed) -> RenderableType:
    """One replay in full."""
    change = found.difference
    head = Text(plain(f"{found.scan_id}, revision {found.revision}"), "bold")
    if found.equal:
        same = f"byte-equal under {_named(change.after)}"
        return Group(head, Text(same, "green"), _outcome(change.after), Text(UNSIGNED, "dim"))
    return Group(head, *_notes(found), _totals(change), *_ledger(change), Text(UNSIGNED, "dim"))


def summary(tally: Counter[str], moves: Counter[tuple[str, str]]) -> RenderableType:
    """Many replays in a few lines: how many came out the same, and which levels moved."""
    counts = f"{tally.total()} replayed: {tally['equal']} byte-equal, {tally['differ']} differ"
    lines = [Text(counts + (f", {bad} unreadable" if (bad := tally["unreadable"]) else ""))]
    lines += [
        Text.assemble(f"{count:>8}  ", (before, COLOURS[before]), " → ", (after, COLOURS[after]))
        for (before, after), count in sorted(moves.items())
        if before != after
    ]
    if tally["differ"] and len(lines) == 1:
        lines.append(Text("No level moved."))
    lines.append(Text(UNSIGNED, "dim"))
    return Group(*lines)


def _notes(found: Replayed) -> Iterator[Text]:
    before, after = found.difference.before, found.difference.after
    yield Text(f"was judged by {_named(before)}")
    yield Text(f"replayed under {_named(after)}")
    if found.mismatch:
        yield Text(found.mismatch, "bold red")
    if not found.difference.fields:
        return
    if found.same_ruleset:
        yield Text("The ruleset is the one that judged, and yet the verdict differs.", "bold red")
    elif before.ruleset == after.ruleset:
        yield Text("Rules, data or models of that version have changed since.", "yellow")
    yield Text(f"differs in: {', '.join(found.difference.fields)}")


def _named(outcome: Outcome) -> str:
    return f"{outcome.ruleset} ({outcome.ruleset_hash[:19] or 'no hash'})"


def _outcome(outcome: Outcome) -> Text:
    level = (outcome.level.value, COLOURS[outcome.level])
    return Text.assemble(level, f" {outcome.score}, confidence {outcome.confidence}")


def _totals(change: Difference) -> RenderableType:
    table = Table(show_edge=False)
    table.add_column("")
    table.add_column("before", justify="right")
    table.add_column("after", justify="right")
    for stage, moved in change.stages.items():
        table.add_row(stage.value, str(moved.before), str(moved.after))
    table.add_section()
    before, after = change.before, change.after
    table.add_row("score", str(before.score), str(after.score))
    table.add_row("level", *(Text(o.level.value, COLOURS[o.level]) for o in (before, after)))
    table.add_row("confidence", str(before.confidence), str(after.confidence))
    return table


def _ledger(change: Difference) -> Iterator[RenderableType]:
    if not change.entries:
        return
    table = Table(show_edge=False)
    table.add_column("")
    table.add_column("points", justify="right")
    table.add_column("stage")
    table.add_column("rule", overflow="fold")
    table.add_column("why", overflow="fold")
    for each in change.entries:
        lines = [entry for entry in (each.before, each.after) if entry is not None]
        mark, colour = _MARKS[each.change]
        points = _moved(f"{entry.points:+d}" for entry in lines)
        why = Text(plain(_moved(entry.text for entry in lines)))
        table.add_row(Text(mark, colour), points, each.stage.value, Text(plain(each.rule)), why)
    yield table


def _moved(values: Iterable[str]) -> str:
    """What was and what is now, once when both are the same."""
    return " → ".join(dict.fromkeys(values))

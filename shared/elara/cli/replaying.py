"""`elara replay`: judges stored scans again from their bundles, offline.

A bundle is a file, one of the files of a folder, or fetched by the id of its scan; only that last
way talks to anybody.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from elara.bundles.open import NotABundle, opened
from elara.bundles.replay import Replayed, replay
from elara.cli import exits
from elara.cli.client import Api, ApiError
from elara.cli.comparing import comparison, line, summary
from elara.cli.connection import NotConnected, connection
from elara.cli.plain import plain
from elara.rules.ruleset import UnknownRuleset, chosen
from elara.scans.model import SCAN_ID

DIFFERS = 1
LARGEST = 32 * 1024 * 1024
"""Bytes of a bundle; most have some 100 KB."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one bundle: replayed, or why not."""

    source: str
    replayed: Replayed | None = None
    problem: str = ""


def replayed(
    sources: Sequence[str], ruleset: str | None, *, as_json: bool, out: Console, err: Console
) -> int:
    """Replays all bundles of `sources` and shows what came of it. Returns the exit code:

    0 all verdicts came out byte-equal, 1 at least one differs, 64 no such ruleset, 65 something is
    not a bundle, 69 the API did not answer. One bundle is shown in full, several as a summary.
    """
    tally = Counter[str]()
    moves = Counter[tuple[str, str]]()
    last: Replayed | None = None
    try:
        for outcome in outcomes(sources, ruleset):
            last = _shown(outcome, as_json=as_json, err=err)
            tally[_kind(last)] += 1
            if last is not None:
                moves[last.difference.before.level, last.difference.after.level] += 1
    except UnknownRuleset as error:
        err.print(plain(error.detail), style="red", markup=False, soft_wrap=True)
        return exits.USAGE
    except (ApiError, NotConnected) as error:
        err.print(plain(error), style="red", markup=False, soft_wrap=True)
        return exits.UNAVAILABLE
    if not as_json:
        alone = last if tally.total() == 1 else None
        out.print(comparison(alone) if alone else summary(tally, moves))
    if tally["unreadable"] or not tally:
        return exits.DATA
    return DIFFERS if tally["differ"] else exits.OK


def outcomes(sources: Sequence[str], ruleset: str | None) -> Iterator[Outcome]:
    """One outcome per bundle, in order. Raises UnknownRuleset, ApiError and NotConnected."""
    ids = tuple(source for source in sources if SCAN_ID.fullmatch(source))
    fetched = asyncio.run(_fetched(ids)) if ids else {}
    for source in sources:
        if source in fetched:
            yield _outcome(source, fetched[source], ruleset)
            continue
        path = Path(source)
        for file in sorted(path.rglob("*.json")) if path.is_dir() else (path,):
            try:
                content = _read(file)
            except OSError as error:
                yield Outcome(str(file), problem=error.strerror or "cannot be read")
            else:
                yield _outcome(str(file), content, ruleset)


def _read(file: Path) -> bytes:
    """All of the file, and where it is too large one byte more than may be."""
    with file.open("rb") as opened_file:
        return opened_file.read(LARGEST + 1)


def _outcome(source: str, content: bytes, ruleset: str | None) -> Outcome:
    if len(content) > LARGEST:
        return Outcome(source, problem=f"It is larger than {LARGEST >> 20} MB.")
    try:
        bundle = opened(content)
        recorded = bundle.statement.verdict.ruleset
        return Outcome(source, replay(bundle, chosen(ruleset, recorded)))
    except NotABundle as error:
        return Outcome(source, problem=error.detail)


async def _fetched(ids: Sequence[str]) -> dict[str, bytes]:
    async with Api(connection()) as api:
        return {scan_id: await api.bundle(scan_id) for scan_id in ids}


async def saved(scan_id: str, revision: int | None) -> Path:
    """Writes the bundle of a scan to a file of this folder. Raises ApiError, NotConnected."""
    async with Api(connection()) as api:
        content = await api.bundle(scan_id, revision)
    try:
        statement = opened(content).statement
    except NotABundle as error:
        raise ApiError(f"The API sent no bundle. {error.detail}") from error
    path = Path(f"{scan_id}-{statement.revision}.json")
    await asyncio.to_thread(path.write_bytes, content)
    return path


def _shown(outcome: Outcome, *, as_json: bool, err: Console) -> Replayed | None:
    """Says at once what is said of each bundle."""
    if outcome.replayed is None:
        text = plain(f"{outcome.source}: {outcome.problem}")
        err.print(text, style="red", markup=False, soft_wrap=True)
    elif as_json:
        typer.echo(line(outcome.source, outcome.replayed))
    return outcome.replayed


def _kind(found: Replayed | None) -> str:
    if found is None:
        return "unreadable"
    return "equal" if found.equal else "differ"

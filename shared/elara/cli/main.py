"""The `elara` command: scan, get, list, score, explain, verify, replay, evaluate, up, demo."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from elara.cli import exits, explaining
from elara.cli.bulk import cores
from elara.cli.client import Api, ApiError
from elara.cli.connection import NotConnected, connection
from elara.cli.explaining import explained
from elara.cli.lines import NoColumn
from elara.cli.offline import score_batch
from elara.cli.plain import plain
from elara.cli.render import ledger, overview
from elara.cli.scanning import follow, progress
from elara.cli.streaming import stream
from elara.errors import Malformed
from elara.rules.ruleset import current

app = typer.Typer(
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_show_locals=False,
    help="Scan URLs for phishing and malware. Exit code: 0 clean or low, 10 suspicious, "
    "20 malicious, 30 partial, 64 and above errors; of several the worst, malicious first.",
)
out = Console()
err = Console(stderr=True)

Result = TypeVar("Result")
Json = Annotated[bool, typer.Option("--json", help="JSON instead of text.")]
Jobs = Annotated[
    int | None, typer.Option(min=1, max=256, help="Processes to use; all cores without it.")
]


@app.command()
def scan(
    urls: Annotated[list[str], typer.Argument(help="URLs, defanged or not; - reads lines.")],
    wait: Annotated[bool, typer.Option(help="Follow each scan to its end.")] = True,
    force: Annotated[bool, typer.Option(help="Scan again even with a fresh result.")] = False,
    as_json: Json = False,
) -> None:
    """Submit URLs and show their verdicts."""
    wanted = _lines(urls)
    if not wanted:
        err.print("No URL given.")
        raise typer.Exit(exits.USAGE)

    async def run() -> Any:
        async with Api(connection()) as api, progress(err, wanted, not as_json) as watch:
            return await follow(api, wanted, force=force, wait=wait, watch=watch)

    followed = _run(run())
    for url, problem in followed.errors.items():
        err.print(plain(f"{url}: {problem}"), style="red", markup=False, soft_wrap=True)
    if as_json:
        for each in followed.scans:
            typer.echo(json.dumps(each))
    elif not followed.scans:
        pass
    elif len(followed.scans) == 1:
        out.print(ledger(followed.scans[0]))
    else:
        out.print(overview(followed.scans, followed.seconds))
    codes = [exits.code_of(each) for each in followed.scans if wait]
    raise typer.Exit(exits.worst([*codes, *map(exits.code_of_error, followed.errors.values())]))


@app.command()
def get(
    scan_id: str,
    bundle: Annotated[
        bool, typer.Option("--bundle", help="Write its signed bundle to SCAN_ID-REVISION.json.")
    ] = False,
    revision: Annotated[
        int | None,
        typer.Option(min=1, help="With --bundle: of which revision; the latest without."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Show one scan with its whole ledger, or keep what replays and proves it."""
    if bundle:
        from elara.cli.replaying import saved  # most commands need neither rules nor signatures

        out.print(str(_run(saved(scan_id, revision))), markup=False)
        raise typer.Exit(exits.OK)

    async def run() -> dict[str, Any]:
        async with Api(connection()) as api:
            return await api.get(scan_id)

    found = _run(run())
    if as_json:
        typer.echo(json.dumps(found))
    else:
        out.print(ledger(found))
    raise typer.Exit(exits.code_of(found) if found.get("verdict") else exits.OK)


@app.command("list")
def list_(
    limit: Annotated[int, typer.Option(min=1, max=100)] = 20,
    cursor: Annotated[str | None, typer.Option(help="The `next` of the page before.")] = None,
    as_json: Json = False,
) -> None:
    """List the organisation's scans, newest first."""

    async def run() -> dict[str, Any]:
        async with Api(connection()) as api:
            return await api.page(limit, cursor)

    page = _run(run())
    if as_json:
        typer.echo(json.dumps(page))
        return
    for each in page["scans"]:
        level, score = each["level"] or each["status"], each["score"]
        points = "-" if score is None else score
        line = f"{each['id']}  {level:<10} {points:>4}  {each['url_defanged']}"
        out.print(plain(line), markup=False)
    if page["next"]:
        out.print(f"more: --cursor {page['next']}", markup=False)


@app.command()
def score(
    file: Annotated[
        Path | None,
        typer.Argument(help="One URL per line, or a CSV file with a column url; .gz is unpacked."),
    ] = None,
    jobs: Jobs = None,
) -> None:
    """Score URLs offline, by their text alone: one JSON document per line, in order.

    Reads standard input without a file.
    """
    try:
        raise typer.Exit(stream(file, jobs or cores(), current()))
    except (OSError, NoColumn, BrokenProcessPool) as error:
        err.print(plain(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(exits.DATA) from error


@app.command()
def explain(
    urls: Annotated[list[str], typer.Argument(help="URLs, defanged or not; - reads lines.")],
) -> None:
    """Show what the text of a URL gives away, point by point, offline."""
    ruleset = current()
    answers = score_batch(_lines(urls), ruleset)
    out.print(explained(answers, ruleset))
    raise typer.Exit(exits.worst(map(explaining.code_of, answers)))


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="A bundle or a signed statement; - is stdin.")],
    jwks: Annotated[
        str | None, typer.Option(help="Key set: a file or a URL; the pinned one without it.")
    ] = None,
    export: Annotated[
        Path | None, typer.Option(help="Folder for what openssl needs to check by itself.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check offline that a verdict is what Elara signed. Exit code: 0 it is, 65 it is not."""
    from elara.cli.verifying import verified  # only this command needs the cryptography

    answer = verified(file, jwks, export)
    typer.echo(json.dumps(answer.document) if as_json else "\n".join(answer.lines))
    raise typer.Exit(answer.code)


@app.command()
def replay(
    scans: Annotated[list[str], typer.Argument(help="Bundle files, folders of them, scan ids.")],
    ruleset: Annotated[
        str | None, typer.Option(help="A version, or a YAML file; what judged without it.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Judge stored scans again, signatures aside. Exit code: 0 byte-equal, 1 not, 65 no bundle."""
    from elara.cli.replaying import replayed  # most commands need neither rules nor signatures

    raise typer.Exit(replayed(scans, ruleset, as_json=as_json, out=out, err=err))


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="CSV with columns url and label (0 or 1); .gz too.")],
    by: Annotated[
        list[str] | None, typer.Option(help="Column to slice by; those of few values without it.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Also write the report, with curves.")] = None,
    jobs: Jobs = None,
    as_json: Json = False,
) -> None:
    """Score labelled URLs and tell how good the scores are: AUC, rates, calibration, slices."""
    from elara.cli.evaluating import evaluated, shown  # numpy is for this command alone
    from elara.evaluation.html import page
    from elara.evaluation.sample import Unusable

    try:
        sample, found = evaluated(file, by or (), jobs or cores(), current())
        if html is not None:
            html.write_text(page(found, sample), "utf-8")
    except (OSError, NoColumn, Unusable, BrokenProcessPool) as error:
        err.print(plain(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(exits.DATA) from error
    if as_json:
        typer.echo(json.dumps(found.document()))
    else:
        out.print(shown(found))


@app.command()
def train(
    data: Annotated[Path, typer.Argument(help="CSV: url, label, source, date, group; .gz too.")],
    judges: Annotated[Path, typer.Option(help="The same columns, other owners: to measure by.")],
    names: Annotated[Path, typer.Option(help="Widely used domains: lines, or a MISP list.")],
    leave_one_out: Annotated[bool, typer.Option(help="Also each source in turn.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Model file; its card beside it. Without: the bundled one.")
    ] = None,
) -> None:
    """Make the URL model anew and write its card (needs the extra `training`)."""
    from elara.cli.training import trained  # only this command needs what it learns with

    try:
        typer.echo(trained(data, judges, names, out, across=leave_one_out))
    except (OSError, Malformed) as error:
        err.print(plain(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(exits.DATA) from error


@app.command("keys")
def keys_(
    file: Annotated[Path, typer.Argument(help="The key set (JWKS) to show or to change.")],
    add: Annotated[
        Path | None, typer.Option(help="PEM of a public key to publish; the file may be new.")
    ] = None,
    revoke: Annotated[str | None, typer.Option(help="kid nobody may rely on any more.")] = None,
    reason: Annotated[str, typer.Option(help="Why; everybody who verifies reads it.")] = "",
) -> None:
    """Show the published keys, publish one more, or revoke one."""
    from elara.cli.publishing import changed  # only this command needs the cryptography

    answer = changed(file, add, revoke, reason)
    typer.echo("\n".join(answer.lines))
    raise typer.Exit(answer.code)


@app.command()
def up(
    base: Annotated[
        int | None,
        typer.Option(min=1024, max=65000, help="First port of the world; 8900 without it."),
    ] = None,
) -> None:
    """Start the whole emulated world and keep it running until Ctrl-C."""
    from emulators.world import serve  # only a checkout has the emulators

    raise typer.Exit(serve(base))


@app.command()
def demo() -> None:
    """Start the emulated world, scan the bundled demo URLs, show the verdicts, stop."""
    from emulators.demo import run  # only a checkout has the emulators

    raise typer.Exit(run(out))


def _lines(urls: list[str]) -> list[str]:
    given = sys.stdin if urls == ["-"] else urls
    return [line.strip() for line in given if line.strip()]


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except (ApiError, NotConnected) as error:
        err.print(plain(error), style="red", markup=False, soft_wrap=True)
        raise typer.Exit(exits.UNAVAILABLE) from error

"""The `elara` command: scan, get, list, score, up, demo."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from elara.cli import exits
from elara.cli.client import Api, ApiError
from elara.cli.connection import NotConnected, connection
from elara.cli.offline import scored
from elara.cli.plain import plain
from elara.cli.render import ledger, overview
from elara.cli.scanning import follow, progress

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
def get(scan_id: str, as_json: Json = False) -> None:
    """Show one scan with its whole ledger."""

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
def score() -> None:
    """Score URLs from standard input offline: one JSON document per line."""
    refused = 0
    for answer in scored(sys.stdin):
        refused += "error" in answer
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    raise typer.Exit(exits.DATA if refused else exits.OK)


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

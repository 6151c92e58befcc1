"""The command: exit codes, offline scores, and what people are shown."""

import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner

from elara.cli import exits
from elara.cli.connection import LOCAL_WORLD, Connection, NotConnected, connection
from elara.cli.main import app
from elara.cli.render import ledger, overview
from elara.cli.scanning import progress
from elara.scoring.model import Stage


def scan(level: str, status: str = "done", url: str = "hxxps[:]//a[.]example/") -> dict[str, Any]:
    entry = {
        "points": 30,
        "stage": "url_analysis",
        "rule": "url.[red]x",
        "text": "Seen [bold]a[/bold].",
        "decides": None,
    }
    return {
        "id": "scn_1",
        "url_defanged": url,
        "status": status,
        "error": None,
        "recipients": [{"name": "urlhaus", "sent": "full_url"}],
        "verdict": {
            "level": level,
            "score": 30,
            "stages": {stage.value: 0 for stage in Stage},
            "coverage": {"answered": 3, "asked": 4, "missing": ["ti_lookup/urlhaus: timeout"]},
            "ledger": [entry],
        },
    }


@pytest.mark.parametrize(
    ("level", "status", "code"),
    [
        ("clean", "done", 0),
        ("low", "done", 0),
        ("suspicious", "done", 10),
        ("malicious", "done", 20),
        ("low", "partial", 30),
        ("malicious", "partial", 20),
        ("clean", "failed", 70),
    ],
)
def test_exit_codes_follow_the_verdict(level: str, status: str, code: int) -> None:
    assert exits.code_of(scan(level, status)) == code


def test_the_most_urgent_of_many_counts() -> None:
    assert exits.worst([0, 30, 10]) == 10
    assert exits.worst([20, 70]) == 20, "a danger is not missed for an error beside it"
    assert exits.worst([10, 65, 69]) == 69
    assert exits.worst([]) == 0


def test_people_see_text_not_markup() -> None:
    console = Console(width=120, record=True, file=None)
    with console.capture() as captured:
        console.print(ledger(scan("malicious", url="hxxps[:]//[red]x[/red][.]example/")))
        console.print(overview([scan("low")], {"scn_1": 1.0}))
    shown = captured.get()
    assert "[red]x[/red]" in shown
    assert "Seen [bold]a[/bold]." in shown
    assert "not answered: ti_lookup/urlhaus: timeout" in shown
    assert "told: urlhaus (full_url)" in shown


def test_a_hostile_text_does_not_steer_the_terminal() -> None:
    hostile = scan("malicious", url="hxxp[:]//a[.]example/\x1b[2J\x1b]0;x\x07\u202egpj.exe")
    hostile["verdict"]["ledger"][0]["text"] = "CLEAN\r\x9b1;1H\x00"
    console = Console(width=120, force_terminal=True, color_system=None)
    with console.capture() as captured:
        console.print(ledger(hostile))
        console.print(overview([hostile], {}))
    shown = captured.get()
    assert not set(shown) & set("\x1b\x07\x9b\x00\r\u202e")
    assert "\ufffd[2J" in shown


async def test_a_url_like_markup_does_not_stop_the_progress() -> None:
    url = "http://a.example/?\\[/x]"
    console = Console(width=120, force_terminal=True)
    with console.capture():
        async with progress(console, [url], shown=True) as watch:
            watch(url, {"status": "queued", "url_defanged": url, "stages": {}})


def test_score_answers_line_by_line_offline() -> None:
    given = "https://www.python.org/\n\nnot a url\nhxxp://paypal[.]com.evil.top/login\n"
    result = CliRunner().invoke(app, ["score"], input=given)
    assert result.exit_code == exits.DATA
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["url"] for line in lines] == given.splitlines()
    assert "error" in lines[1]
    assert "error" in lines[2]
    for line in (lines[0], lines[3]):
        assert sum(entry["points"] for entry in line["ledger"]) == line["score"]
    assert lines[3]["score"] > lines[0]["score"]


@pytest.mark.parametrize(
    "text", ["garbage", "-", "\ufffd\ufffd", "http://127.0.0.1/", "http://10.1/"]
)
def test_what_a_scan_would_refuse_is_not_scored(text: str) -> None:
    result = CliRunner().invoke(app, ["score"], input=text + "\n")
    assert result.exit_code == exits.DATA
    assert set(json.loads(result.stdout)) == {"url", "error", "code"}


def test_good_urls_alone_are_no_error() -> None:
    assert CliRunner().invoke(app, ["score"], input="https://www.python.org/\n").exit_code == 0


def test_without_a_world_the_command_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ELARA_API_URL", raising=False)
    result = CliRunner().invoke(app, ["get", "scn_x"])
    assert result.exit_code == exits.UNAVAILABLE
    assert "elara up" in result.output


def test_no_url_is_a_usage_error() -> None:
    assert CliRunner().invoke(app, ["scan", "-"], input="\n").exit_code == exits.USAGE


@pytest.mark.parametrize("named", [{}, {"ELARA_API_KEY": "k"}, {"ELARA_API_URL": "http://a"}])
def test_a_key_never_goes_where_a_folder_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: dict[str, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("ELARA_API_URL", "ELARA_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".world").mkdir()
    world = tmp_path / LOCAL_WORLD
    world.write_text('{"gateway": "http://127.0.0.1:9", "api_key": "own"}')
    assert connection() == Connection("http://127.0.0.1:9", "own")
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    if not named:
        monkeypatch.setattr("os.getuid", lambda: world.stat().st_uid + 1)
    with pytest.raises(NotConnected):
        connection()

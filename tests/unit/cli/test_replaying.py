"""`elara replay`: offline, with exit codes a script can act on."""

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from elara.cli import replaying
from elara.cli.comparing import UNSIGNED
from elara.cli.main import app
from elara.evidence.root import evidence_root
from elara.rules.ruleset import current
from tests.unit.scans.conftest import House
from tests.unit.scans.test_replaying import scanned

PHISH = 4
"""Seed of a scan with points."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Bundles of five scans."""
    house = House()

    async def scans() -> None:
        for seed in range(PHISH, PHISH + 5):
            await scanned(house, seed)

    asyncio.run(scans())
    place = tmp_path / "bundles"
    place.mkdir()
    for number, content in enumerate(house.bundles.kept.values()):
        (place / f"{number}.json").write_bytes(content)
    return place


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tries to talk to anybody fails."""

    def refuse(*arguments: object) -> None:
        raise AssertionError(f"network: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    path = tmp_path / "strict.yaml"
    thresholds = {"low": 1, "suspicious": 2, "malicious": 3}
    path.write_text(yaml.safe_dump({"version": "strict", "thresholds": thresholds}))
    return path


def replayed(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["replay", *map(str, arguments)], env={"COLUMNS": "120"})


def test_a_file_is_replayed_without_any_network(folder: Path, offline: None) -> None:
    done = replayed(folder / "0.json")
    assert done.exit_code == 0, done.output
    assert f"byte-equal under {current().version}" in done.stdout
    assert UNSIGNED in done.stdout


def test_a_folder_is_summed_up(folder: Path, strict: Path, offline: None) -> None:
    done = replayed(folder)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["5 replayed: 5 byte-equal, 0 differ", UNSIGNED]
    other = replayed(folder, "--ruleset", strict)
    assert other.exit_code == 1
    assert "5 replayed: 0 byte-equal, 5 differ\n" in other.stdout
    assert "→ malicious" in other.stdout


def test_one_difference_is_shown_line_by_line(folder: Path, tmp_path: Path) -> None:
    verdict = json.loads((folder / "0.json").read_text())["statement"]["verdict"]
    rule = next(entry["rule"] for entry in verdict["ledger"] if entry["points"] > 0)
    own = tmp_path / "own.yaml"
    thresholds = {"low": 40, "suspicious": 150, "malicious": 300}
    given = {"version": "own", "thresholds": thresholds, "points": {rule: 0}}
    own.write_text(yaml.safe_dump(given))
    done = replayed(folder / "0.json", "--ruleset", own)
    assert done.exit_code == 1
    assert rule in done.stdout
    assert "replayed under own" in done.stdout


def test_json_has_one_line_for_each(folder: Path) -> None:
    done = replayed(folder, folder / "0.json", "--ruleset", "2026.11.1", "--json")
    assert done.exit_code == 1
    found: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 6
    assert found[0]["source"] == found[-1]["source"] == str(folder / "0.json")
    assert {each["difference"]["after"]["ruleset"] for each in found} == {"2026.11.1"}


def test_what_is_no_bundle_stops_no_other(folder: Path) -> None:
    (folder / "3.json").write_text("{}")
    done = replayed(folder, folder / "missing.json")
    assert done.exit_code == 65
    assert "6 replayed: 4 byte-equal, 0 differ, 2 unreadable" in done.stdout
    assert "3.json: It is not a bundle" in done.stderr
    assert "missing.json: No such file" in done.stderr


def test_nothing_to_replay_is_no_success(tmp_path: Path) -> None:
    assert replayed(tmp_path).exit_code == 65


def test_a_ruleset_that_is_none_is_a_mistake_in_the_command(folder: Path) -> None:
    assert replayed(folder, "--ruleset", "1999.1.1").exit_code == 64


def test_a_scan_id_needs_the_api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ELARA_API_URL", raising=False)
    assert replayed("scn_01890a5d-ac96-774b-bcce-b302099a8057").exit_code == 69


def test_what_a_hostile_page_wrote_does_not_steer_the_terminal(folder: Path) -> None:
    path = folder / "0.json"
    tree = json.loads(path.read_text())
    tree["statement"]["verdict"]["ledger"][0]["text"] = "\x1b[2J[red]gone[/red]\u202e"
    path.write_text(json.dumps(tree))
    done = replayed(path)
    assert done.exit_code == 1
    assert "\x1b[2J" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "[red]gone[/red]" in done.stdout


@pytest.mark.parametrize("odds", ["nan", "inf", 1e300])
def test_what_cannot_be_judged_stops_no_other(folder: Path, odds: object) -> None:
    path = folder / "0.json"
    tree = json.loads(path.read_text())
    data = {"model": "0123456789abcdef", "log_odds": odds}
    piece = {**tree["evidence"]["url_analysis"][0], "kind": "lexical_opinion", "data": data}
    tree["evidence"]["url_analysis"] = [{**piece, "state": "observed"}]
    tree["statement"]["evidence_root"] = evidence_root(tree["evidence"])
    path.write_text(json.dumps(tree))
    done = replayed(folder)
    assert done.exit_code == 65
    assert "4 byte-equal, 0 differ, 1 unreadable" in done.stdout
    assert "0.json: These rules cannot read the evidence: LexicalOpinion." in done.stderr


def test_a_file_of_any_size_stops_no_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "0.json").write_bytes(b" " * (2 << 20))
    monkeypatch.setattr(replaying, "LARGEST", 1 << 20)
    done = replayed(folder)
    assert "4 byte-equal, 0 differ, 1 unreadable" in done.stdout
    assert "0.json: It is larger than 1 MB." in done.stderr


def test_json_is_written_in_ascii(folder: Path) -> None:
    path = folder / "0.json"
    tree = json.loads(path.read_text())
    tree["statement"]["verdict"]["ledger"][0]["text"] = "\x9b2J\x7f\u202e"
    path.write_text(json.dumps(tree))
    done = replayed(path, "--json")
    assert done.stdout.rstrip("\n").isprintable()
    found = json.loads(done.stdout)
    texts = [each["before"]["text"] for each in found["difference"]["entries"] if each["before"]]
    assert "\x9b2J\x7f\u202e" in texts
    assert found["signature"] == "not checked"

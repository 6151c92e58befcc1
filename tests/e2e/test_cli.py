"""The command against a running world."""

import json
import os
import subprocess
import sys

from emulators.world import World

PHISH = "hxxps://paypal-secure-login[.]account-verify[.]top/signin"
GOOD = "https://accounts.northwind-mail.com/login"
SILENT = "https://slow.never-answers.net/"


def elara(world: World, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    env = os.environ | {
        "ELARA_API_URL": world.layout.gateway,
        "ELARA_API_KEY": world.api_key,
        "COLUMNS": "160",
    }
    command = [sys.executable, "-c", "from elara.cli.main import app; app()", *arguments]
    return subprocess.run(
        command, env=env, input=given, capture_output=True, text=True, timeout=60, check=False
    )


def test_one_url_shows_its_whole_ledger_and_the_exit_code_warns(world: World) -> None:
    done = elara(world, "scan", PHISH)
    assert done.returncode == 20, done.stderr
    assert "malicious" in done.stdout
    assert "paypal-secure-login[.]account-verify[.]top" in done.stdout
    assert "https://paypal" not in done.stdout


def test_many_urls_from_standard_input_as_json(world: World) -> None:
    done = elara(world, "scan", "--json", "--force", "-", given=f"{GOOD}\n{SILENT}\n")
    assert done.returncode == 30, done.stderr
    scans = [json.loads(line) for line in done.stdout.splitlines()]
    assert [scan["url"] for scan in scans] == [GOOD, SILENT]
    assert [scan["status"] for scan in scans] == ["done", "partial"]


def test_a_url_that_is_none_is_an_error_and_stops_no_other(world: World) -> None:
    done = elara(world, "scan", "--json", "not a url", GOOD)
    assert done.returncode == 65
    assert len(done.stdout.splitlines()) == 1
    assert "not a url" in done.stderr
    assert elara(world, "scan", "not a url", PHISH).returncode == 20


def test_get_and_list_find_what_was_submitted(world: World) -> None:
    submitted = json.loads(elara(world, "scan", "--no-wait", "--json", "--force", GOOD).stdout)
    assert submitted["status"] == "queued"
    listed = json.loads(elara(world, "list", "--limit", "100", "--json").stdout)
    assert submitted["id"] in [scan["id"] for scan in listed["scans"]]
    found = elara(world, "get", submitted["id"], "--json")
    assert json.loads(found.stdout)["id"] == submitted["id"]
    missing = elara(world, "get", "scn_01890a5d-ac96-774b-bcce-b302099a8057")
    assert missing.returncode >= 64

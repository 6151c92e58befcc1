"""`elara explain` and the ledger of `elara get`: readable, whole, and harmless."""

import re

import pytest
from rich.console import Console
from typer.testing import CliRunner

from elara.cli import exits
from elara.cli.main import app
from elara.cli.offline import score_batch
from elara.cli.render import ledger, lines_of
from elara.rules.pack import load
from elara.rules.ruleset import current
from elara.scoring.model import Stage

TRAP = "hxxp://paypal[.]com.account-verify.top/signin"


def explained(*urls: str, width: int) -> str:
    env = {"COLUMNS": str(width)}
    return CliRunner().invoke(app, ["explain", *urls], env=env).stdout


@pytest.mark.parametrize("width", [80, 120])
def test_every_line_of_the_ledger_is_there_and_whole(width: int) -> None:
    shown = explained(TRAP, "https://www.paypal.com/signin", width=width)
    assert max(map(len, shown.splitlines())) <= width
    for answer in score_batch([TRAP, "https://www.paypal.com/signin"], current()):
        for line in answer.ledger:
            assert f"{line.points:+d}  {line.rule}" in shown
        assert f"{answer.level}  {answer.score} of 515 points" in shown
    assert re.search(r"-\d+  url\.official_brand", shown), "mitigations show"
    assert re.search(r"\+\d+  clamp", shown)
    words = " ".join(shown.split())
    assert f"malicious from {current().thresholds.malicious}" in words


@pytest.mark.parametrize("stage", Stage)
def test_no_rule_name_is_broken_at_80_columns(stage: Stage) -> None:
    rules = [each.rule.id for each in load(stage)]
    entries = [
        {"rule": rule, "stage": stage.value, "points": 5, "text": "A reason. " * 12}
        for rule in rules
    ]
    console = Console(width=80)
    with console.capture() as captured:
        console.print(lines_of(entries))
    shown = captured.get()
    assert all(rule in shown for rule in rules)
    assert max(map(len, shown.splitlines())) <= 80


def test_urls_are_shown_harmless_however_they_came() -> None:
    shown = explained(
        TRAP, "http://evil.example/\x1b[2J", "https://evil.example/?u=http://b.example/", width=120
    )
    assert "http://" not in shown
    assert "https://" not in shown
    assert "paypal.com" not in shown
    assert "evil.example" not in shown
    assert "\x1b[2J" not in shown


@pytest.mark.parametrize(
    ("urls", "code"),
    [
        (["https://www.python.org/"], exits.OK),
        (["https://www.python.org/", TRAP], exits.SUSPICIOUS),
        (["nonsense"], exits.DATA),
        (["nonsense", TRAP], exits.SUSPICIOUS),
    ],
)
def test_the_exit_code_is_that_of_the_worst(urls: list[str], code: int) -> None:
    found = CliRunner().invoke(app, ["explain", *urls]).exit_code
    assert found in ({exits.SUSPICIOUS, exits.MALICIOUS} if code == exits.SUSPICIOUS else {code})


def test_a_refusal_is_explained() -> None:
    shown = explained("http://192.168.0.1/", width=120)
    assert "not scored: The host is not on the public internet (private_address)." in shown


def test_a_whole_scan_is_shown_stage_by_stage() -> None:
    entries = [
        {"rule": "url.free_hosting", "stage": "url_analysis", "points": 30, "text": "Anybody."},
        {"rule": "intel.listed_online", "stage": "ti_lookup", "points": 60, "text": "Listed."},
        {
            "rule": "score.authoritative_listings",
            "stage": "final_score",
            "points": 0,
            "text": "Two list it.",
            "decides": "malicious",
        },
    ]
    verdict = {
        "level": "malicious",
        "score": 90,
        "coverage": {"answered": 3, "asked": 3, "missing": []},
        "ledger": entries,
        "ruleset": current().version,
    }
    scan = {
        "id": "scn_1",
        "url_defanged": "hxxp[:]//a[.]pages[.]dev/",
        "status": "done",
        "recipients": [],
        "verdict": verdict,
    }
    console = Console(width=80)
    with console.capture() as captured:
        console.print(ledger(scan))
    shown = captured.get()
    assert "60  ti_lookup" in shown
    assert "+0  score.authoritative_listings  Two list it. → malicious" in shown
    assert f"ruleset {current().version}" in shown

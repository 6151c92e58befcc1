"""`elara evaluate`, from the file to what is printed."""

import json
from pathlib import Path
from statistics import fmean

import pytest
from typer.testing import CliRunner

from elara.cli import exits
from elara.cli.lines import BATCH
from elara.cli.main import app
from elara.cli.offline import score_batch
from elara.rules.ruleset import current


def rows(count: int) -> list[str]:
    """Pairs of a trap and a plain page, no two alike."""
    bad = (f"http://paypal-login-{n}.pages.dev/signin,1,traps,{n}" for n in range(count))
    good = (f"https://www.river-{n}.example.org/spring.html,0,plain,{n}" for n in range(count))
    return [row for pair in zip(bad, good, strict=True) for row in pair]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.csv"
    lines = [*rows(20), "not a url,1,traps,x", "http://c.example/,maybe,plain,y", "too,many,1,2,3"]
    path.write_text("url,label,source,group\n" + "\n".join(lines) + "\n")
    return path


def test_the_report_as_json(file: Path) -> None:
    result = CliRunner().invoke(app, ["evaluate", str(file), "--json"])
    assert result.exit_code == exits.OK
    found = json.loads(result.stdout)
    assert found["auc"]["value"] == pytest.approx(20 / 21), "the refused one ranks last"
    assert found["rows"] == {"name": "rows", "malicious": 21, "benign": 20}
    assert found["refused"]["malicious"] == 1
    assert found["bad_rows"] == {"not labelled 0 or 1": 1, "not a row of the table": 1}
    assert found["drawn"] == "owners"
    traps = score_batch([row.partition(",")[0] for row in rows(20)[::2]], current())
    assert found["mean_score_malicious"] == pytest.approx(fmean(each.score for each in traps))


@pytest.mark.parametrize("width", [80, 120])
def test_the_report_as_text(file: Path, width: int) -> None:
    env = {"COLUMNS": str(width)}
    result = CliRunner().invoke(app, ["evaluate", str(file), "--by", "source"], env=env)
    assert result.exit_code == exits.OK
    shown = result.stdout
    assert max(map(len, shown.splitlines())) <= width
    for words in ("ROC-AUC", "PR-AUC", "TPR at 0.1%", "Best F1", "Confusion", "By source", "ECE"):
        assert words in shown
    assert "41 URLs: 21 malicious (1 refused), 20 benign (0 refused)" in shown
    assert "Rows left out: 1 not labelled 0 or 1, 1 not a row of the table" in shown


def test_the_report_as_a_page(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert CliRunner().invoke(app, ["evaluate", str(file), "--html", str(target)]).exit_code == 0
    assert target.read_text().startswith("<!doctype html>")
    assert "hxxp[:]//paypal-login-" in target.read_text()


def test_cores_change_nothing_but_the_time(tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_text("url,label,source,group\n" + "\n".join(rows(2 * BATCH)) + "\n")
    run = [CliRunner().invoke(app, ["evaluate", str(path), "--json", "--jobs", n]) for n in "12"]
    assert run[0].stdout == run[1].stdout
    assert json.loads(run[0].stdout)["rows"]["malicious"] == 2 * BATCH


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("link,label\na.example,1\n", (), "no column url"),
        ("url,kind\na.example,1\n", (), "no column label"),
        ("", (), "no column url and no column label"),
        ("url,label\na.example,1\nb.example,1\n", (), "Both malicious and benign"),
        ("url,label\na.example,1\nb.example,0\n", ("--by", "month"), "no column month"),
    ],
)
def test_a_file_that_is_no_test_is_told(
    tmp_path: Path, content: str, options: tuple[str, ...], words: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content)
    result = CliRunner().invoke(app, ["evaluate", str(path), *options])
    assert result.exit_code == exits.DATA
    assert words in result.stderr
    assert result.stdout == ""

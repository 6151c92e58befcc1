"""Rulesets: found by name, hashed over all that decides, and the same wherever they are read."""

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

import elara
from elara.evidence.model import Evidence
from elara.rules import ruleset
from elara.rules.pack import assess, load
from elara.rules.ruleset import UnknownRuleset, bundled, chosen, current, read, versions
from elara.rules.sources import deciding
from elara.scoring.model import Stage
from elara.urls.facts import facts_of
from terraform.stage import HERE, reached

ELARA = Path(elara.__file__).parent
ASK = "from elara.rules.ruleset import current; print(current().version, current().hash)"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def write(folder: Path, **changes: object) -> Path:
    thresholds = {"low": 40, "suspicious": 150, "malicious": 300}
    path = folder / "own.yaml"
    path.write_text(yaml.safe_dump({"version": "own", "thresholds": thresholds, **changes}))
    return path


def hash_of(package: Path) -> str:
    """The hash of the current ruleset as the package in this folder has it."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={"PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that a test may change."""
    return shutil.copytree(ELARA, tmp_path / "elara", ignore=shutil.ignore_patterns("__pycache__"))


def test_the_newest_bundled_version_is_the_current_one() -> None:
    assert len(versions()) >= 2
    assert current().version == versions()[-1]
    assert [bundled(version).version for version in versions()] == list(versions())
    assert len({bundled(version).hash for version in versions()}) == len(versions())


@pytest.mark.parametrize("version", versions())
def test_points_are_given_to_rules_there_are_and_keep_their_sign(version: str) -> None:
    own = {each.rule.id: each.rule.points for stage in Stage for each in load(stage)}
    for rule, points in bundled(version).points.items():
        assert points * own[rule] >= 0, rule


@pytest.mark.parametrize("name", ["", "2026.11", "../rulesets/2026.11.1", "2026.11.1.yaml"])
def test_what_is_not_bundled_is_unknown(name: str) -> None:
    with pytest.raises(UnknownRuleset) as caught:
        bundled(name)
    assert caught.value.errors[0].pointer == "/ruleset"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "version: [", "version: x", "version: 2026.1.1\nthresholds: {low: 1}", "\x00"],
)
def test_what_is_no_ruleset_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(UnknownRuleset):
        read(path)
    with pytest.raises(UnknownRuleset):
        read(tmp_path / "missing.yaml")


def test_without_a_name_the_recorded_ruleset_speaks_if_it_is_there(tmp_path: Path) -> None:
    assert chosen(None, "2026.11.1") == bundled("2026.11.1")
    assert chosen(None, "1999.1.1") == current()
    assert chosen("2026.11.1", "2026.11.2") == bundled("2026.11.1")
    assert chosen(str(write(tmp_path)), "2026.11.1").version == "own"


def test_the_hash_names_thresholds_and_points(tmp_path: Path) -> None:
    plain = read(write(tmp_path)).hash
    assert read(write(tmp_path)).hash == plain
    other = {"low": 41, "suspicious": 150, "malicious": 300}
    hashes = {
        plain,
        read(write(tmp_path, thresholds=other)).hash,
        read(write(tmp_path, points={"url.ip_host": 10})).hash,
        read(write(tmp_path, version="other")).hash,
    }
    assert len(hashes) == 4


@pytest.mark.parametrize(
    "file",
    [
        "rules/url_analysis/ip_host.py",
        "rules/final_score/stages_agree.py",
        "rules/pack.py",
        "scoring/verdict.py",
        "scoring/ledger.py",
        "scoring/model.py",
        "urls/brands.py",
        "urls/places.yaml",
        "urls/brands/crypto.yaml",
        "intel/model.py",
    ],
)
def test_a_change_to_what_decides_changes_the_hash(copy: Path, file: str) -> None:
    before = hash_of(copy)
    assert (copy / file).is_file()
    with (copy / file).open("a") as opened:
        opened.write("# changed\n")
    assert hash_of(copy) != before


def test_a_new_rule_and_a_new_model_change_the_hash(copy: Path) -> None:
    rule = (copy / "rules/url_analysis/ip_host.py").read_text()
    (copy / "rules/url_analysis/another.py").write_text(rule)
    with_rule = hash_of(copy)
    (copy / "lexical").mkdir(exist_ok=True)
    (copy / "lexical" / "weights.npz").write_bytes(b"1")
    with_model = hash_of(copy)
    (copy / "lexical" / "weights.npz").write_bytes(b"2")
    assert len({current().hash, with_rule, with_model, hash_of(copy)}) == 4


@pytest.mark.parametrize("file", ["content/fetch.py", "rules/rulesets/9.1.yaml", "scans/stage.py"])
def test_what_does_not_decide_leaves_the_hash_alone(copy: Path, file: str) -> None:
    before = ruleset.fingerprint({}, _digests(copy))
    with (copy / file).open("a") as opened:
        opened.write("# changed\n")
    assert ruleset.fingerprint({}, _digests(copy)) == before


def _digests(package: Path) -> dict[str, str]:
    roots = [package / "rules/pack.py", package / "scoring/verdict.py"]
    files = deciding(package, roots)
    return {path.relative_to(package).as_posix(): path.read_bytes().hex() for path in files}


@pytest.mark.parametrize("room", ["url_analysis", "final_score", "replay_scan"])
def test_every_packed_room_sees_the_same_hash(tmp_path: Path, room: str) -> None:
    for path in reached(HERE.functions / room / "main.py", HERE.shared):
        place = tmp_path / path.relative_to(HERE.shared)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, place)
    assert not (tmp_path / "elara" / "evaluation").exists()
    assert hash_of(tmp_path / "elara") == hash_of(ELARA)


def test_it_is_computed_once_and_fast() -> None:
    current()
    began = time.perf_counter()
    for _ in range(1000):
        current()
    assert time.perf_counter() - began < 0.1


def test_naming_the_ruleset_imports_no_rule() -> None:
    script = f"{ASK}; import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(ELARA.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "elara.rules.pack" in done.stdout
    assert "elara.rules.url_analysis" not in done.stdout


def _findings(**changes: object) -> dict[str, int]:
    pieces = [Evidence.of("url_analysis", facts_of("https://93.184.216.34/login.php"), NOW)]
    given = current().model_copy(update=changes)
    return {each.rule: each.points for each in assess(Stage.URL_ANALYSIS, pieces, given)}


def test_a_ruleset_may_give_a_rule_other_points_or_none() -> None:
    own = _findings()["url.ip_host"]
    assert _findings(points={"url.ip_host": own // 2})["url.ip_host"] == own // 2
    assert "url.ip_host" not in _findings(points={"url.ip_host": 0})

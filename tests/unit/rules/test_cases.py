"""Every rule of every stage against its cases, found by name: nothing here names a rule."""

import pkgutil
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

import elara.rules
from elara.evidence.model import Facts
from elara.rules.model import Hit
from elara.rules.pack import Loaded, load
from elara.scoring.model import Stage
from elara.urls.facts import facts_of

CASES = Path(__file__).parents[2] / "rules"
PREFIXES = {
    Stage.URL_ANALYSIS: "url",
    Stage.TI_LOOKUP: "intel",
    Stage.DNS_ANALYSIS: "dns",
    Stage.AI_CONSENSUS: "judges",
    Stage.CONTENT_SCAN: "content",
    Stage.REPUTATION: "reputation",
    Stage.FINAL_SCORE: "score",
}


def rule_files(stage: Stage) -> list[str]:
    """Names of the rule files of a stage; a stage without a package has none."""
    packages = {module.name for module in pkgutil.iter_modules(elara.rules.__path__)}
    if stage not in packages:
        return []
    package = import_module(f"elara.rules.{stage}")
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


@dataclass(frozen=True)
class Sheet:
    """A rule and its case file."""

    stage: Stage
    name: str

    @property
    def loaded(self) -> Loaded:
        module = import_module(f"elara.rules.{self.stage}.{self.name}")
        return Loaded(module.RULE, module.check)

    def cases(self, kind: str) -> list[dict[str, Any]]:
        path = CASES / self.stage / f"{self.name}.yaml"
        cases: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))[kind]
        return cases

    def facts(self, case: dict[str, Any]) -> Facts:
        if "url" in case:
            return facts_of(case["url"]).model_copy(update=case.get("with", {}))
        return self.loaded.rule.reads.model_validate(case["facts"])

    def checked(self, case: dict[str, Any]) -> Hit | None:
        return self.loaded.check(self.facts(case))


SHEETS = [Sheet(stage, name) for stage in Stage for name in rule_files(stage)]
every_rule = pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: f"{s.stage}.{s.name}")


def cases_of(kind: str) -> list[Any]:
    return [
        pytest.param(sheet, case, id=f"{sheet.stage}.{sheet.name}: {case['name']}")
        for sheet in SHEETS
        if (CASES / sheet.stage / f"{sheet.name}.yaml").exists()
        for case in sheet.cases(kind)
    ]


@pytest.mark.parametrize("stage", list(Stage))
def test_every_rule_has_cases_and_every_case_file_a_rule(stage: Stage) -> None:
    assert sorted(path.stem for path in (CASES / stage).glob("*.yaml")) == rule_files(stage)


def test_case_folders_are_named_after_stages() -> None:
    assert {path.name for path in CASES.iterdir() if path.is_dir()} <= set(Stage)


def test_rule_ids_are_unique() -> None:
    ids = [sheet.loaded.rule.id for sheet in SHEETS]
    assert len(ids) == len(set(ids))
    assert len(ids) >= 16


@every_rule
def test_a_rule_is_named_after_its_file(sheet: Sheet) -> None:
    assert sheet.loaded.rule.id == f"{PREFIXES[sheet.stage]}.{sheet.name}"


@every_rule
def test_points_stay_within_the_stage(sheet: Sheet) -> None:
    assert 0 < abs(sheet.loaded.rule.points) <= sheet.stage.cap


@every_rule
def test_a_rule_speaks_to_people(sheet: Sheet) -> None:
    rule = sheet.loaded.rule
    assert rule.title
    assert rule.why.endswith(".")


@every_rule
@pytest.mark.parametrize("kind", ["hits", "misses"])
def test_there_are_two_cases_of_each_kind(sheet: Sheet, kind: str) -> None:
    names = [case["name"] for case in sheet.cases(kind)]
    assert len(names) >= 2
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("sheet", "case"), cases_of("hits"))
def test_hit(sheet: Sheet, case: dict[str, Any]) -> None:
    hit = sheet.checked(case)
    assert hit is not None
    rule = sheet.loaded.rule
    points = rule.points if hit.points is None else hit.points
    assert 0 < points / rule.points <= 1
    assert points == case.get("points", points)
    assert hit.text.strip()
    assert "://" not in hit.text, "URLs in a hit's text are defanged"
    if "url" in case:
        host = facts_of(case["url"]).host
        assert "." not in host or host not in hit.text, "hosts in a hit's text are defanged"


@pytest.mark.parametrize(("sheet", "case"), cases_of("misses"))
def test_miss(sheet: Sheet, case: dict[str, Any]) -> None:
    assert sheet.checked(case) is None


def test_loading_finds_the_same_files() -> None:
    for stage in Stage:
        found = [loaded.rule.id.partition(".")[2] for loaded in load(stage)]
        assert found == rule_files(stage)

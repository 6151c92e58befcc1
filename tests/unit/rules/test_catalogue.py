"""The catalogue: complete, weighed by the ruleset, and the committed page fresh."""

from pathlib import Path

import pytest

from elara.rules.catalogue import catalogue
from elara.rules.pack import load
from elara.rules.page import page
from elara.rules.ruleset import current
from elara.scoring.model import Stage

ROOT = Path(__file__).parents[3]


def test_every_rule_is_listed_once() -> None:
    ids = [rule.id for rule in catalogue(current()).rules]
    assert ids == [loaded.rule.id for stage in Stage for loaded in load(stage)]
    assert len(ids) == len(set(ids))


def test_the_ruleset_weighs_the_rules() -> None:
    ruleset = current().model_copy(update={"points": {"url.ip_host": 7, "url.tunnel": 0}})
    shown = catalogue(ruleset)
    points = {rule.id: rule.points for rule in shown.rules}
    assert (points["url.ip_host"], points["url.tunnel"]) == (7, 0)
    assert shown.ruleset.hash == ruleset.hash
    assert sum(shown.caps.values()) == 1000


@pytest.fixture(scope="module")
def written() -> str:
    return page(ROOT / "tests" / "rules")


def test_the_committed_page_is_fresh(written: str) -> None:
    committed = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert committed == written, "make tables"


def test_the_page_holds_every_rule_with_an_example(written: str) -> None:
    rules = [loaded.rule for stage in Stage for loaded in load(stage)]
    assert all(f"### `{rule.id}` ({rule.points:+d}" in written for rule in rules)
    assert written.count("- Example: ") == len(rules)


def test_no_url_of_an_example_can_be_followed(written: str) -> None:
    examples = [line for line in written.splitlines() if line.startswith("- Example: ")]
    assert not [line for line in examples if "://" in line]


def test_without_cases_there_are_no_examples(tmp_path: Path) -> None:
    assert "Example" not in page(tmp_path)

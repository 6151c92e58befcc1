"""The page `docs/rules.md`: all rules, for people, with an example of each.

`python -m elara.rules.page PAGE CASES` writes it; CASES is the folder with the cases of the rules
(`tests/rules`), of which each rule's first hit becomes its example.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from elara.rules.pack import Loaded, load
from elara.scoring.model import Stage
from elara.urls.defang import defang
from elara.urls.facts import facts_of

_MARKUP = re.compile(r"([\\`*_\[\]<>|~#])")

_HEAD = """# Rules

Written by `make tables` from the rule files and their cases; do not edit.

A rule that matches adds its points to its stage, or takes them where they are negative. Some hits
are worth less than the most that is named here. `docs/ARCHITECTURE.md` says how to add a rule.
"""


def page(cases: Path) -> str:
    """The catalogue as Markdown, with examples from the case files in `cases`."""
    return "\n".join([_HEAD, *(line for stage in Stage for line in _section(stage, cases))]) + "\n"


def _section(stage: Stage, cases: Path) -> Iterator[str]:
    rules = load(stage)
    yield f"## `{stage}`: {len(rules)} rules, at most {stage.cap} points\n"
    for loaded in rules:
        rule = loaded.rule
        raises = f", at least {rule.decides}" if rule.decides else ""
        yield f"### `{rule.id}` ({rule.points:+d}{raises}): {rule.title}\n"
        yield f"{rule.why}\n"
        example = _example(loaded, cases / stage / f"{rule.id.partition('.')[2]}.yaml")
        if example:
            yield f"- Example: {example}"
        yield from (f"- See <{reference}>" for reference in rule.references)
        if example or rule.references:
            yield ""


def _example(loaded: Loaded, path: Path) -> str:
    """What the rule says about the first hit among its cases; empty without a case file."""
    if not path.is_file():
        return ""
    case: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["hits"][0]
    if "url" in case:
        facts: Any = facts_of(case["url"]).model_copy(update=case.get("with", {}))
        seen = f"`{_short(defang(case['url']))}`"
    else:
        facts = loaded.rule.reads.model_validate(case["facts"])
        seen = _plain(case["name"])
    hit = loaded.check(facts)
    return f"{seen}: {_plain(hit.text)}" if hit else ""


def _short(url: str) -> str:
    return url if len(url) <= 90 else f"{url[:87]}..."


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(Path(sys.argv[2])), "utf-8")

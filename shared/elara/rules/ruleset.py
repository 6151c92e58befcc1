"""Loads rulesets: those that come along in `rulesets/`, or one from a file."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from elara.errors import FieldError, Unprocessable
from elara.rules import pack
from elara.rules.sources import deciding
from elara.scoring import verdict
from elara.scoring.model import Stage
from elara.scoring.ruleset import Ruleset

_PACKAGE = Path(__file__).parents[1]
_BUNDLED = Path(__file__).parent / "rulesets"
_ROOTS = (Path(pack.__file__), Path(verdict.__file__))
"""Imported, so that packaging carries them: every room must see the same files."""


class UnknownRuleset(Unprocessable):
    """There is no such ruleset, or it is not one."""

    code = "unknown_ruleset"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, errors=[FieldError("/ruleset", detail)])


@cache
def versions() -> tuple[str, ...]:
    """The bundled versions, oldest first; the last is the current one."""
    return tuple(sorted((path.stem for path in _BUNDLED.glob("*.yaml")), key=_age))


@cache
def current() -> Ruleset:
    """The ruleset that new verdicts are made by: the newest one bundled."""
    return bundled(versions()[-1])


@cache
def bundled(version: str) -> Ruleset:
    """A bundled ruleset. Raises UnknownRuleset."""
    if version not in versions():
        raise UnknownRuleset(f"There is no ruleset {version[:40]!r}; see {', '.join(versions())}.")
    found = read(_BUNDLED / f"{version}.yaml")
    if found.version != version:
        raise UnknownRuleset(f"The file of {version} says it is {found.version}.")
    return found


def read(path: Path) -> Ruleset:
    """The ruleset in a YAML file: `version`, `thresholds`, `points`. Raises UnknownRuleset."""
    try:
        given = yaml.safe_load(path.read_text("utf-8"))
        return Ruleset.model_validate({**given, "hash": fingerprint(given, code())})
    except (OSError, ValueError, TypeError, yaml.YAMLError, ValidationError) as error:
        raise UnknownRuleset(f"{path.name} is not a ruleset: {error}") from error


def chosen(name: str | None, recorded: str) -> Ruleset:
    """The ruleset called `name`: a bundled version, or the path of a YAML file.

    Without a name the `recorded` one of a verdict, or the current one where it is not bundled.
    Raises UnknownRuleset.
    """
    if name is None:
        return bundled(recorded) if recorded in versions() else current()
    return bundled(name) if name in versions() else read(Path(name))


@cache
def code() -> dict[str, str]:
    """SHA-256 (hex) of each file that decides, by its path in the package."""
    return {
        path.relative_to(_PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in deciding(_PACKAGE, _ROOTS)
    }


def fingerprint(given: Any, files: dict[str, str]) -> str:
    """The hash of a ruleset: what its file says, the caps, and the files that decide.

    Keys are sorted and all of it is whole numbers and ASCII, so this is also RFC 8785's form.
    """
    caps = {stage.value: stage.cap for stage in Stage}
    whole = {"ruleset": given, "caps": caps, "files": files}
    canonical = json.dumps(whole, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


def _age(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

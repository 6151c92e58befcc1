"""Sizes, names and places of files."""

from pathlib import Path

import pytest

from tests.architecture import house
from tests.architecture.tree import CODE, ELARA, FUNCTIONS, ROOT, python, shown

ROOMS = sorted(path for path in FUNCTIONS.iterdir() if path.is_dir() and path.name != "__pycache__")


def test_no_file_is_longer_than_allowed() -> None:
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in python(*CODE, "tests")}
    assert len(sizes) > 50
    long = {shown(path): lines for path, lines in sizes.items() if lines > house.FILE_LINES}
    assert not long


def test_no_function_is_longer_than_allowed() -> None:
    found = {shown(path): house.long_functions(path.read_text("utf-8")) for path in python(*CODE)}
    assert not {path: functions for path, functions in found.items() if functions}


def test_no_name_says_nothing() -> None:
    found = {
        shown(path): house.banned_names(path.relative_to(ROOT), path.read_text("utf-8"))
        for path in python(*CODE, "tests")
    }
    assert not {path: names for path, names in found.items() if names}


def test_a_package_file_is_one_docstring() -> None:
    packages = list(ELARA.rglob("__init__.py"))
    assert len(packages) > 15
    wrong = [path for path in packages if not house.is_docstring_only(path.read_text("utf-8"))]
    assert not [shown(path) for path in wrong]


def test_prints_and_the_environment_stay_at_the_edges() -> None:
    edges = (ELARA / "cli", ELARA / "runtime" / "settings.py")
    found = {
        shown(path): house.prints_or_reads_environment(path.read_text("utf-8"))
        for path in python("shared", "functions")
        if not any(path.is_relative_to(edge) for edge in edges)
    }
    assert not {path: uses for path, uses in found.items() if uses}


def test_functions_holds_rooms_and_their_schema_only() -> None:
    files = {path.name for path in FUNCTIONS.iterdir() if path.is_file()}
    assert files == {"function.schema.json"}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_is_a_door_and_its_manifest(room: Path) -> None:
    entries = {path.name for path in room.iterdir() if path.name != "__pycache__"}
    assert entries == {"main.py", "function.yaml"}
    assert len((room / "main.py").read_text("utf-8").splitlines()) <= house.DOOR_LINES


def test_the_glossary_names_every_noun() -> None:
    _, _, glossary = (ROOT / "docs" / "ARCHITECTURE.md").read_text("utf-8").partition("## Glossary")
    nouns = {path.parent.name for path in ELARA.glob("*/__init__.py")}
    assert {noun for noun in nouns if f"`{noun}`" not in glossary} == set()

"""Where things are, and what may be looked at."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT / "shared"
ELARA = SHARED / "elara"
FUNCTIONS = ROOT / "functions"

CODE = ("shared", "functions", "emulators", "terraform")
"""Top folders with Python that is not tests."""


def python(*tops: str) -> Iterator[Path]:
    """Python files of the named top folders, sorted."""
    for top in tops:
        for path in sorted((ROOT / top).rglob("*.py")):
            if not {"__pycache__", "node_modules"} & set(path.parts):
                yield path


def shown(path: Path) -> str:
    """As a person would name it."""
    return path.relative_to(ROOT).as_posix()

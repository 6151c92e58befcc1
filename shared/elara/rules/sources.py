"""The files that decide: the rules, and the code and data they reach. Read by path.

Importing every rule of every stage only to name the ruleset would cost each room a second.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_IMPORT = re.compile(
    r"^from (?P<package>elara[\w.]*) import (?P<names>\([^)]*\)|[^#\n]*)"
    r"|^import (?P<module>elara[\w.]*)",
    re.MULTILINE,
)
_NAME = re.compile(r"\w+")
_CODE = (".py", ".pyc")
_APART = ("__pycache__", "rulesets")
"""One version of the ruleset must not change the hash of another."""
_MODEL = (".npz", ".bin")


def deciding(package: Path, roots: Iterable[Path]) -> tuple[Path, ...]:
    """The files of `package` (the folder `elara`) on which a verdict depends, sorted.

    They are the rule files, `roots` and all modules these import, directly or not; the data files
    beside those modules or below; and the trained models. `model.py` holds types and reads no data.
    """
    waiting = {*roots, *package.glob("rules/*/*.py")}
    code: set[Path] = set()
    named: set[str] = set()
    while waiting:
        code |= waiting
        fresh = {name for source in waiting for name in _imported(source)} - named
        named |= fresh
        found = {package.parent.joinpath(*name.split(".")).with_suffix(".py") for name in fresh}
        waiting = {path for path in found if path.is_file()} - code
    code = {path for path in code if path.name != "__init__.py"}
    folders = {path.parent for path in code if path.name != "model.py"}
    data = {path for folder in folders for path in _data(folder)}
    models = {path for path in package.glob("lexical/**/*") if path.suffix in _MODEL}
    return tuple(sorted(code | data | models))


def _imported(source: Path) -> Iterator[str]:
    """What may be a module of ours and is named by an import at the start of a line."""
    for match in _IMPORT.finditer(source.read_text("utf-8")):
        package = match["package"] or match["module"]
        yield package
        yield from (f"{package}.{name}" for name in _NAME.findall(match["names"] or ""))


def _data(folder: Path) -> Iterator[Path]:
    """The data files of `folder`, and of those below it that hold nothing else."""
    for path in folder.iterdir():
        if path.is_file() and path.suffix not in _CODE:
            yield path
        elif path.is_dir() and path.name not in _APART and not (path / "__init__.py").exists():
            yield from _data(path)

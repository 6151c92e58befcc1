"""Packs functions for deployment: `python terraform/stage.py [NAME...] [--out build]`.

`build/<name>/` holds the door, its manifest, the modules of `elara` the door reaches and a
`requirements.txt` with just the packages it needs, locked by hash; `build/<name>.zip` is the same.
Equal input gives an equal zip, so its hash can name it.
"""

import argparse
import ast
import hashlib
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from elara.manifests import published
from elara.manifests.load import FILE, load

DISTRIBUTION = "elara"
DOOR = "main.py"

# Where functions run, whatever machine packs them.
_RUNTIME = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_release": "",
    "platform_system": "Linux",
    "platform_version": "",
    "python_full_version": "3.11.14",
    "python_version": "3.11",
    "sys_platform": "linux",
}
_EPOCH = (1980, 1, 1, 0, 0, 0)


class CannotStage(Exception):
    """A function that cannot be packed; the message says why."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """Where packing reads from."""

    root: Path
    functions: Path

    @property
    def shared(self) -> Path:
        return self.root / "shared"

    @property
    def names(self) -> tuple[str, ...]:
        """All function folders."""
        return tuple(sorted(path.parent.name for path in self.functions.glob(f"*/{FILE}")))


ROOT = Path(__file__).resolve().parent.parent
HERE = Checkout(ROOT, ROOT / "functions")


def stage(name: str, out: Path, checkout: Checkout = HERE) -> Path:
    """Packs one function and returns the zip. Raises CannotStage, InvalidManifest."""
    room = checkout.functions / name
    if missing := [entry for entry in (FILE, DOOR) if not (room / entry).is_file()]:
        raise CannotStage(f"{name}: no {' and no '.join(missing)} in {checkout.functions}")
    manifest = load(room / FILE)
    sources = reached(room / DOOR, checkout.shared)
    files = {path.relative_to(checkout.shared).as_posix(): path.read_bytes() for path in sources}
    files |= {entry: (room / entry).read_bytes() for entry in (DOOR, FILE)}
    files["requirements.txt"] = requirements(manifest.extras, checkout.root).encode()
    document = Path(published.__file__).relative_to(ROOT / "shared").as_posix()
    if document in files:
        files[f"{Path(document).parent.as_posix()}/{published.PACKAGED.name}"] = published.render(
            checkout.functions
        )
    _lay_out(files, out / name)
    return _zip(files, out / f"{name}.zip")


def reached(door: Path, shared: Path) -> tuple[Path, ...]:
    """Files of `shared` that `door` needs: the modules it imports, directly or not, and the data
    files of their packages; one that is named as a module beside it comes with that module only.
    A module that imports `pkgutil` finds the modules of its own package by name, so that package
    comes whole.
    """
    found: set[Path] = set()
    waiting = [door]
    while waiting:
        source = waiting.pop()
        names = set(_imports(source))
        needed = {path for name in names for path in _module_files(name, shared)}
        if "pkgutil" in names:
            needed |= set(source.parent.rglob("*.py"))
        waiting += needed - found
        found |= needed
    return tuple(sorted(found | set(_data_files(found))))


def requirements(extras: Iterable[str], root: Path = ROOT) -> str:
    """The lines of requirements.lock for what every function carries plus `extras`."""
    locked = _locked(root / "requirements.lock")
    wanted = distributions(tuple(extras), root)
    if missing := wanted - locked.keys():
        raise CannotStage(f"not in requirements.lock: {', '.join(sorted(missing))}")
    return "".join(locked[name] for name in sorted(wanted))


@cache
def distributions(extras: tuple[str, ...], root: Path = ROOT) -> frozenset[str]:
    """Names of the distributions the base dependencies and `extras` need, themselves included.

    Read from the metadata of what is installed here, with the markers of the functions' runtime.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    lists = project["optional-dependencies"]
    if unknown := set(extras) - lists.keys():
        raise CannotStage(f"no such extra in pyproject.toml: {', '.join(sorted(unknown))}")
    waiting = [Requirement(f"{DISTRIBUTION}[{','.join(extras)}]")]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                own = name == DISTRIBUTION
                waiting += _own(project, extra) if own else _requires(name, extra)
    return frozenset(name for name, _ in seen) - {DISTRIBUTION}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; prints the name, the SHA-256 and the size of each zip."""
    parser = argparse.ArgumentParser(prog="stage.py", description="Packs functions to deploy")
    parser.add_argument("names", nargs="*", metavar="NAME", help="all of them when none is given")
    parser.add_argument("--out", type=Path, default=HERE.root / "build")
    given = parser.parse_args(arguments)
    try:
        for name in given.names or HERE.names:
            content = stage(name, given.out).read_bytes()
            print(f"{name:24} {hashlib.sha256(content).hexdigest()} {len(content):>9}")
    except (CannotStage, ValueError) as error:
        print(f"stage.py: {error}", file=sys.stderr)
        return 1
    return 0


def _imports(source: Path) -> Iterator[str]:
    """Every dotted name `source` may import; `from a import b` may mean the module `a.b`."""
    for node in ast.walk(ast.parse(source.read_bytes(), source.as_posix())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module_files(name: str, shared: Path) -> Iterator[Path]:
    """The file of a module of ours and the `__init__` of each package around it."""
    parts = name.split(".")
    for depth in range(1, len(parts) + 1):
        place = shared.joinpath(*parts[:depth])
        for candidate in (place.with_suffix(".py"), place / "__init__.py"):
            if candidate.is_file():
                yield candidate


def _data_files(modules: Iterable[Path]) -> Iterator[Path]:
    """What lies in the folders of the modules, or below in folders that are no packages, without
    what belongs to a module that is not among them.
    """
    carried = set(modules)
    for folder in sorted({module.parent for module in carried}):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix not in (".py", ".pyc") and _owner(path) == folder:
                reader = path.with_suffix(".py")
                if reader in carried or not reader.exists():
                    yield path


def _owner(path: Path) -> Path:
    """The nearest package around a file."""
    return next(folder for folder in path.parents if (folder / "__init__.py").exists())


def _own(project: dict[str, dict[str, list[str]]], extra: str) -> list[Requirement]:
    listed = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(str(line)) for line in listed]


def _requires(name: str, extra: str) -> list[Requirement]:
    """What an installed distribution (or one extra of it) needs where functions run."""
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError as error:
        raise CannotStage(f"{name} is needed but not installed here") from error
    environment = _RUNTIME | {"extra": extra}
    all_of_them = [Requirement(line) for line in lines]
    return [one for one in all_of_them if not one.marker or one.marker.evaluate(environment)]


def _locked(lock: Path) -> dict[str, str]:
    """The entries of the lock by name, without the comments on who needs them."""
    entries: dict[str, str] = {}
    name = ""
    for line in lock.read_text("utf-8").splitlines(keepends=True):
        if line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            name = canonicalize_name(line.partition("==")[0])
        entries[name] = entries.get(name, "") + line
    return entries


def _lay_out(files: dict[str, bytes], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for entry, content in files.items():
        path = folder / entry
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _zip(files: dict[str, bytes], path: Path) -> Path:
    """Stored, not deflated: the bytes then do not depend on the version of zlib either."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for entry in sorted(files):
            info = zipfile.ZipInfo(entry, _EPOCH)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[entry])
    return path


if __name__ == "__main__":
    raise SystemExit(main())

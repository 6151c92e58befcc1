"""Reads manifests from disk. Doors do so on import, so this stays cheap."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from elara.manifests.model import Manifest

FILE = "function.yaml"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class InvalidManifest(ValueError):
    """A manifest that cannot be used; the message names the file and each wrong field."""

    def __init__(self, path: Path, problems: tuple[str, ...]) -> None:
        super().__init__(f"{path}: " + "; ".join(problems))
        self.path = path
        self.problems = problems


def load(path: Path, name: str | None = None) -> Manifest:
    """The manifest in `path`, named by its folder. Raises InvalidManifest, FileNotFoundError.

    A deployed function lies in a folder of the platform's choosing, so its door gives `name`.
    """
    content = _parse(path)
    if "name" in content:
        raise InvalidManifest(path, ("name: the folder is the name",))
    try:
        return _adapter().validate_python(content | {"name": name or path.resolve().parent.name})
    except ValidationError as error:
        raise InvalidManifest(path, tuple(map(_problem, error.errors()))) from error


def load_beside(file: str, name: str) -> Manifest:
    """The manifest of the function `name` whose door is `file`."""
    return load(Path(file).parent / FILE, name)


def load_all(root: Path) -> tuple[Manifest, ...]:
    """The manifests of all function folders in `root`, by name."""
    return tuple(load(path) for path in sorted(root.glob(f"*/{FILE}")))


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Annotated[Manifest, Field(discriminator="kind")])


def _parse(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        raise InvalidManifest(path, (" ".join(str(error).split()),)) from error
    if not isinstance(content, dict):
        raise InvalidManifest(path, ("not a mapping",))
    return content


def _problem(error: Any) -> str:
    """`route.path: String should match ...`; the first step of a location is the kind."""
    message = str(error["msg"]).removeprefix("Value error, ")
    if error["type"].startswith("union_tag"):
        return f"kind: {message}"
    return ": ".join(filter(None, (".".join(map(str, error["loc"][1:])), message)))

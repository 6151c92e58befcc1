"""The house rules as pure functions: source in, what is wrong out."""

import ast
from collections.abc import Iterator
from pathlib import PurePath

FILE_LINES = 400
FUNCTION_LINES = 50
DOOR_LINES = 60

BANNED = frozenset({"utils", "util", "helpers", "common", "misc", "base", "core", "lib", "manager"})
_BANNED_ENDINGS = ("Manager", "Helper", "Helpers", "Util", "Utils", "Base")

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_functions(source: str, limit: int = FUNCTION_LINES) -> list[str]:
    """`name: lines` of functions with more than `limit` lines, decorators not counted."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, _Function)]
    return [f"{node.name}: {_lines(node)}" for node in functions if _lines(node) > limit]


def banned_names(path: PurePath, source: str = "") -> list[str]:
    """Folders, files and classes whose name says nothing."""
    stems = [part.removesuffix(".py") for part in path.parts]
    files = [stem for stem in stems if stem.rsplit("_", 1)[-1] in BANNED]
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    return files + [node.name for node in nodes if node.name.endswith(_BANNED_ENDINGS)]


def is_docstring_only(source: str) -> bool:
    """Whether a module holds a docstring and nothing else."""
    tree = ast.parse(source)
    return len(tree.body) == 1 and ast.get_docstring(tree) is not None


def imported(source: str) -> set[str]:
    """Dotted names imported anywhere in `source`; for `from a import b` it is `a`."""
    return {module for module, _ in _imports(source)}


def imported_from(source: str, module: str) -> set[str]:
    """Names that `source` takes from `module`."""
    return {name for found, name in _imports(source) if found == module and name}


def prints_or_reads_environment(source: str) -> list[str]:
    """Uses of `print`, `os.environ` and `os.getenv`, with their lines."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "print":
                found.append(f"{node.lineno}: print")
        elif isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
            found.append(f"{node.lineno}: os.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            names = {alias.name for alias in node.names} & {"environ", "getenv"}
            found += [f"{node.lineno}: os.{name}" for name in sorted(names)]
    return found


def _imports(source: str) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


def _lines(node: _Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1

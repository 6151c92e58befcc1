"""The tables the look-alike search works from, compiled from files people edit.

`python -m elara.urls.tables` writes `tables.json` anew. Reading it takes 3 ms where the YAML of all
brands takes 90; a test compares the two. The Unicode part comes from `confusable_homoglyphs`,
which is needed for compiling only.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import idna
import yaml

_FOLDER = Path(__file__).parent
_COMPILED = _FOLDER / "tables.json"
_SOURCE = "source"
"""The field for those who check an entry; nobody reads it at run time."""


@cache
def tables() -> dict[str, Any]:
    """The compiled tables: `brands` by name, `twins` (the Latin letters a character passes for),
    `scripts` (first and last code point and the script, in order).
    """
    found: dict[str, Any] = json.loads(_COMPILED.read_bytes())
    return found


def compiled() -> str:
    """What `tables.json` has to say. Raises ValueError for a brand listed twice."""
    parts = {"brands": _brands(), "twins": dict(_twins()), "scripts": list(_scripts())}
    lines = (f'"{name}": {_lines(part)}' for name, part in parts.items())
    return "{" + ",\n".join(lines) + "}\n"


def _lines(part: Any) -> str:
    """One entry a line, so that a change shows as what it is."""
    if isinstance(part, dict):
        rows = (f"{_json(key)}: {_json(value)}" for key, value in part.items())
        return "{\n" + ",\n".join(rows) + "\n}"
    return "[\n" + ",\n".join(map(_json, part)) + "\n]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _brands() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for file in sorted((_FOLDER / "brands").glob("*.yaml")):
        for name, entry in yaml.load(file.read_text("utf-8"), yaml.CSafeLoader).items():
            if name in found:
                raise ValueError(f"{name} is listed twice.")
            found[name] = {key: value for key, value in entry.items() if key != _SOURCE}
    return found


def _twins() -> Iterator[tuple[str, str]]:
    """Characters that may stand in a host, and the Latin letters Unicode says they resemble."""
    listed: dict[str, list[dict[str, str]]] = _unicode("confusables.json")
    for character in sorted(listed):
        if len(character) == 1 and not character.isascii() and _in_hosts(character):
            shapes = (_bare(twin["c"]) for twin in listed[character])
            latin = sorted(shape for shape in shapes if shape.isascii() and shape.isalnum())
            if latin:
                yield character, latin[0]


def _in_hosts(character: str) -> bool:
    try:
        idna.encode(character)
    except idna.IDNAError:
        return False
    return True


def _bare(text: str) -> str:
    """Lower case without accents and bars: Unicode writes `ø` as an `o` with a stroke over it."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _scripts() -> Iterator[tuple[int, int, str]]:
    """Neighbouring ranges of one script joined; what belongs to no script is left out."""
    listed = _unicode("categories.json")
    names: list[str] = listed["iso_15924_aliases"]
    ranges = ((first, last, names[name]) for first, last, name, _ in listed["code_points_ranges"])
    yield from _joined(r for r in ranges if r[2] not in ("COMMON", "INHERITED"))


def _joined(ranges: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    held: tuple[int, int, str] | None = None
    for first, last, name in ranges:
        if held and held[2] == name and held[1] + 1 == first:
            held = (held[0], last, name)
        else:
            if held:
                yield held
            held = (first, last, name)
    if held:
        yield held


def _unicode(name: str) -> Any:
    return json.loads(files("confusable_homoglyphs").joinpath(name).read_bytes())


if __name__ == "__main__":
    _COMPILED.write_text(compiled(), "utf-8")

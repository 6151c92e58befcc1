"""Packs rooms and opens them in fresh interpreters that hold nothing but what was packed."""

import compileall
import json
import os
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

from terraform.stage import HERE, Checkout, distributions, stage

ATTEMPTS = 3
INSTALLED = sysconfig.get_path("purelib")
PROBE = Path(__file__).with_name("probe.py")


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a packed room took."""

    ms: int
    """Best of at most three; measured again only while above the budget. Time spent waiting for
    a processor does not count."""
    app: str
    modules: frozenset[str]
    files: tuple[str, ...]


class DoesNotOpen(AssertionError):
    """The packed room cannot be imported; the message is what Python said."""


def pack(name: str, out: Path, checkout: Checkout = HERE) -> Path:
    """Packs a room and compiles it, as the platform's build does; returns the folder."""
    stage(name, out, checkout)
    compileall.compile_dir(out / name, quiet=2)
    return out / name


def open_packed(folder: Path, extras: tuple[str, ...], budget: int) -> Opened:
    """Opens the room in `folder`, named by it. Raises DoesNotOpen."""
    allowed = folder.parent / f"{folder.name}.files.json"
    allowed.write_text(json.dumps(sorted(installed_files(extras))), "utf-8")
    best: Opened | None = None
    for _ in range(ATTEMPTS):
        found = _open(folder, allowed)
        if best is None or found.ms < best.ms:
            best = found
        if best.ms <= budget:
            break
    assert best is not None
    return best


def _open(folder: Path, allowed: Path) -> Opened:
    result = subprocess.run(
        [sys.executable, "-S", "-P", PROBE, folder, folder.name, INSTALLED, allowed],
        check=False,
        cwd=folder,
        env={"HOME": str(folder.parent), "PATH": os.defpath},
        capture_output=True,
        text=True,
        timeout=60,
    )
    if result.returncode:
        raise DoesNotOpen(result.stderr)
    report = json.loads(result.stdout)
    files = tuple(report["files"])
    return Opened(report["ms"], report["app"], frozenset(report["modules"]), files)


def installed_files(extras: tuple[str, ...]) -> frozenset[str]:
    """Files, below the folder of installed packages, of what a room with `extras` installs."""
    return frozenset(
        file for name in distributions(extras) for file in _installed().get(name, frozenset())
    )


@cache
def _installed() -> dict[str, frozenset[str]]:
    return {
        canonicalize_name(found.name): frozenset(map(str, found.files or ()))
        for found in metadata.distributions(path=[INSTALLED])
    }

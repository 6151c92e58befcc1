"""Cold import time of every room, each in a fresh interpreter."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PROBE = """
import time; began = time.perf_counter()
import functions.{name}.main
print((time.perf_counter() - began) * 1000)
"""
TRIES = 3


def import_ms() -> dict[str, int]:
    """Best of three, in milliseconds, functions_framework included."""
    env = os.environ | {"PYTHONPATH": f"{ROOT / 'shared'}:{ROOT}"}
    names = sorted(path.parent.name for path in ROOT.glob("functions/*/main.py"))
    return {name: min(_once(name, env) for _ in range(TRIES)) for name in names}


def _once(name: str, env: dict[str, str]) -> int:
    command = [sys.executable, "-c", _PROBE.format(name=name)]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True)
    return round(float(done.stdout))

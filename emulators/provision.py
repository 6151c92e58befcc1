"""Fetches what the emulators need and this machine lacks: `python -m emulators.provision`.

Run by `make setup`. Does nothing where everything is there, and never fails the set-up: what
stays missing is named again, with a remedy, when the world starts.
"""

import os
import subprocess
import sys
from pathlib import Path

from emulators.machine import Machine, survey
from emulators.ports import ROOT

Command = tuple[str, ...]


def steps(machine: Machine, root: Path, python: str) -> tuple[Command, ...]:
    """The commands that fetch what is missing, in order."""
    needed = min((jar.needs for jar in machine.firestore), default=0)
    wanted: list[Command] = []
    if max((java.major for java in machine.javas), default=0) < max(needed, 1):
        lock = str(root / "emulators/java.lock")
        wanted.append((python, "-m", "pip", "install", "--require-hashes", "-r", lock))
    if machine.firebase and machine.node:
        found = {"firestore": machine.firestore, "pubsub": machine.pubsub}
        wanted += [
            (str(machine.node), str(machine.firebase), f"setup:emulators:{name}")
            for name, jars in found.items()
            if not jars
        ]
    return tuple(wanted)


def main() -> None:
    for command in steps(survey(ROOT, os.environ), ROOT, sys.executable):
        print("+", *command, flush=True)
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode:
            print("  that failed; `make demo` will say what to install", file=sys.stderr)


if __name__ == "__main__":
    main()

"""Opens one packed function as the platform does, and prints what that took as JSON.

Run as a program of its own, with `-S`: arguments are the packed folder, the entry point, the
folder of installed packages and a JSON list of those of its files that the function's
requirements would install. Anything else installed is hidden; network is refused.
"""

import importlib.util
import json
import sys
import time
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

NETWORK = {"socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}


class Locked:
    """A finder that sees installed files only when they are among the allowed ones."""

    def __init__(self, installed: str, allowed: frozenset[str]) -> None:
        self._installed = installed + "/"
        self._allowed = allowed

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target)
        origin = (spec and spec.origin) or ""
        inside = origin.startswith(self._installed)
        if inside and origin.removeprefix(self._installed) not in self._allowed:
            raise ModuleNotFoundError(f"{name} is not among the requirements", name=name)
        return spec


def refuse_network(event: str, arguments: object) -> None:
    if event in NETWORK:
        raise PermissionError(f"{event} while importing: {arguments}")


def in_line() -> int:
    """Nanoseconds this process has waited for a processor, which others kept busy; 0 where the
    system does not say (https://docs.kernel.org/scheduler/sched-stats.html).
    """
    try:
        return int(Path("/proc/self/schedstat").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0


def main(folder: str, entry: str, installed: str, allowed: str) -> None:
    files = frozenset(json.loads(Path(allowed).read_text("utf-8")))
    sys.path[:] = [folder, *(p for p in sys.path if p.startswith(sys.base_prefix)), installed]
    place = sys.meta_path.index(PathFinder)
    sys.meta_path[place] = Locked(installed, files)
    sys.addaudithook(refuse_network)
    source = f"{folder}/main.py"

    started = time.perf_counter_ns() - in_line()
    spec = importlib.util.spec_from_file_location("main", source)
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    took = (time.perf_counter_ns() - in_line() - started) / 1_000_000

    from functions_framework.aio import create_asgi_app  # noqa: PLC0415 - its import is measured

    app = create_asgi_app(entry, source)
    report = {
        "ms": round(took),
        "app": type(app).__name__,
        "modules": sorted(sys.modules),
        "files": sorted(
            str(file) for m in list(sys.modules.values()) if (file := getattr(m, "__file__", None))
        ),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(*sys.argv[1:])

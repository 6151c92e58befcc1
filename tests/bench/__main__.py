"""Prints all figures as one JSON document; `make bench` runs it."""

import asyncio
import json
import os
import platform

from tests.bench.offline import offline
from tests.bench.rooms import import_ms
from tests.bench.world import figures


def main() -> None:
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    found = {"machine": machine, "offline_score": offline(), "import_ms": import_ms()}
    print(json.dumps(found | asyncio.run(figures()), indent=2))


if __name__ == "__main__":
    main()

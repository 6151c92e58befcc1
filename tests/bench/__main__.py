"""Prints all figures as one JSON document; `make bench` runs it."""

import asyncio
import json
import os
import platform
import time

from elara.cli.offline import scored
from tests.bench.rooms import import_ms
from tests.bench.world import figures

OFFLINE = 6000
"""URLs scored offline: shapes of the demo, varied so that no two are alike."""


def offline() -> dict[str, float]:
    """URLs per second of `elara score` on one core, after the rules are loaded."""
    shapes = (
        "https://paypal-secure-login.account-verify.top/signin?n={}",
        "https://www.riverside-library.org/catalogue/{}/spring/index.html",
        "http://site-{}.pages.dev/",
        "https://user:pw@bank{}.example.com:8443/a%2Fb?next=https://x.example/",
    )
    lines = [shapes[number % len(shapes)].format(number) for number in range(OFFLINE)]
    for _ in scored(lines[:50]):
        pass
    began = time.perf_counter()
    count = sum(1 for _ in scored(lines))
    took = time.perf_counter() - began
    return {"urls_per_s": round(count / took), "us_per_url": round(took / count * 1e6)}


def main() -> None:
    machine = {"cores": os.cpu_count(), "python": platform.python_version()}
    found = {"machine": machine, "offline_score": offline(), "import_ms": import_ms()}
    print(json.dumps(found | asyncio.run(figures()), indent=2))


if __name__ == "__main__":
    main()

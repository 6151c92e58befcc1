"""`elara score`: URLs per second, microseconds per URL, memory, and how soon it is ready."""

import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from elara.cli.bulk import ALONE, in_order
from elara.cli.lines import BATCH, batched
from elara.cli.offline import score_batch
from elara.cli.streaming import lines
from elara.rules.ruleset import current

ROOT = Path(__file__).parents[2]
URLS = 24 * BATCH
"""Scored per measurement."""
SINGLE = 1000
FEW, MANY = 5_000, 50_000
"""Lines of input between which memory must not grow."""
TRIES = 3

_SHAPES = (
    "https://paypal-secure-login-{0}.account-verify.top/signin?n={0}",
    "https://www.riverside-library-{0}.org/catalogue/{0}/spring/index.html",
    "http://site-{0}.pages.dev/",
    "https://user:pw@bank{0}.example.com:8443/a%2Fb?next=https://x.example/",
    "https://shop.river-{0}.co.uk/products/blue-kettle?colour=2&size={0}",
    "http://203.0.{1}.{2}/update-{0}.exe",
    "https://blog.jane-{0}.net/2024/05/on-gardens/#roses",
    "http://xn--bcher-{0}-kva.example/wp-content/uploads/invoice-{0}.pdf.html",
)
_MEMORY = """
import psutil, resource, sys
from elara.cli.main import app
sys.argv = ["elara", "score", sys.argv[1], "--jobs", "2"]
try:
    app()
finally:
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    print(psutil.Process().memory_info().rss, worker, file=sys.stderr)
"""
_READY = """
import time; began = time.perf_counter()
import elara.cli.main
imported = time.perf_counter()
from elara.cli.offline import score_batch
from elara.rules.ruleset import current
score_batch(["https://www.python.org/"], current())
print((imported - began) * 1000, (time.perf_counter() - began) * 1000)
"""


def urls(count: int) -> list[str]:
    """Invented URLs of common shapes, no two alike, so that caches help no more than in life."""
    return [
        _SHAPES[n % len(_SHAPES)].format(n, 113 + n // 251 % 100, n % 251) for n in range(count)
    ]


def offline() -> dict[str, float]:
    """The figures. `us_per_url` is one core's, JSON included; memory is in MB, per process."""
    imported, ready = _ready_ms()
    alone, together = _per_second(1), _per_second(2)
    return {
        "urls_per_s": round(alone),
        "us_per_url": round(1e6 / alone),
        "urls_per_s_2_cores": round(together),
        "single_url_us": _single_us(),
        "import_ms": imported,
        "ready_ms": ready,
        **_memory_mb(),
    }


def _per_second(jobs: int) -> float:
    """Rules loaded, and workers too: the short batch is answered when they have nothing to do."""
    warm = list(batched(urls((ALONE + 2 * jobs) * BATCH)))
    batches = [*warm, ["https://www.python.org/"], *batched(urls(URLS))]
    results = in_order(batches, partial(lines, current()), jobs)
    for _ in range(len(warm) + 1):
        next(results)
    began = time.perf_counter()
    count = sum(scored.text.count(b"\n") for scored in results)
    return count / (time.perf_counter() - began)


def _single_us() -> int:
    """The median time of one URL by itself, after import."""
    spent = []
    for url in urls(SINGLE):
        began = time.perf_counter()
        score_batch([url], current())
        spent.append(time.perf_counter() - began)
    return round(sorted(spent)[SINGLE // 2] * 1e6)


def _ready_ms() -> tuple[int, int]:
    """Best of three: the command imported, and its first URL scored."""
    times = [_run("-c", _READY).stdout.split() for _ in range(TRIES)]
    imported, ready = (min(float(each[place]) for each in times) for place in (0, 1))
    return round(imported), round(ready)


def _memory_mb() -> dict[str, float]:
    few, many = _resident(FEW), _resident(MANY)
    return {
        "resident_mb": round(many[0]),
        "resident_worker_mb": round(many[1]),
        "resident_growth": round(many[0] / few[0], 3),
    }


def _resident(count: int) -> tuple[float, float]:
    """MB of the parent after it has scored `count` lines, and the most its largest worker had.

    The parent's own peak would not do: the kernel begins it with that of who started it.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.writelines(f"{url}\n" for url in urls(count))
        file.flush()
        parent, worker = _run("-c", _MEMORY, file.name).stderr.split()[-2:]
    return int(parent) / 2**20, int(worker) / 2**20


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": f"{ROOT / 'shared'}:{ROOT}"}
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 65):
        raise RuntimeError(done.stderr)
    return done

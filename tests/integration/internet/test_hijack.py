"""A parser taken over by a page, and one whose owner is gone."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from elara.content import sandbox as sandbox_module
from elara.content.sandbox import Sandbox, Unread
from elara.errors import Unavailable

SHARED = Path(sandbox_module.__file__).parents[2]
READY = "import sys, time\nout = sys.stdout.buffer\nout.write(bytes(4))\nout.flush()\n"
TAKEN_OVER = {
    "claims 4 GB": "out.write(b'\\xff' * 4)\nout.flush()\ntime.sleep(60)\n",
    "floods": "while True: out.write(b'\\xff' * 65536)\n",
    "reads nothing": "time.sleep(60)\n",
    "answers nonsense": "out.write(b'\\0\\0\\0\\2[]')\nout.flush()\ntime.sleep(60)\n",
    "stops half-way": "out.write(b'\\0\\0\\1\\0{')\nout.flush()\n",
}
SCRIPT = """
import asyncio, sys, time
from elara.content.sandbox import shared

async def pages():
    await asyncio.gather(*(shared().read("<p>") for _ in range(12)))

asyncio.run(pages())
asyncio.run(pages())
print(*(worker._process.pid for worker in shared()._idle), flush=True)
"""


@pytest.fixture
def run_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], object]:
    """Has this code run in place of the worker's."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sandbox_module, "worker_module", "impostor")
    return (tmp_path / "impostor.py").write_text


@pytest.mark.parametrize("deed", TAKEN_OVER)
async def test_a_worker_taken_over_costs_its_page_and_no_more(
    deed: str, run_instead: Callable[[str], object]
) -> None:
    run_instead(READY + TAKEN_OVER[deed])
    sandbox = Sandbox(patience=1.0)
    started = time.monotonic()
    with pytest.raises(Unread, match="too_complex"):
        await sandbox.read("x" * 2_000_000)
    assert time.monotonic() - started < 3.0
    assert not sandbox._idle
    assert not [
        child for child in psutil.Process().children() if child.cmdline()[-1:] == ["impostor"]
    ]


QUIET = "import logging; logging.getLogger('asyncio').setLevel(logging.ERROR)\n"


async def test_a_worker_that_does_not_start_is_no_fault_of_the_page(
    run_instead: Callable[[str], object],
) -> None:
    run_instead("raise SystemExit(1)\n")
    with pytest.raises(Unavailable):
        await Sandbox().read("<p>")


def test_a_process_that_ends_leaves_nothing_behind_and_has_nothing_to_say() -> None:
    done = subprocess.run(
        # Development mode tells of whatever was left open. Its asyncio half also tells of slow
        # callbacks, which a busy machine has; what it would add is not asked here.
        [sys.executable, "-X", "dev", "-W", "error", "-c", QUIET + SCRIPT],
        env={"PYTHONPATH": str(SHARED)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 4
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def test_workers_end_with_a_process_that_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT + "time.sleep(60)\n"],
        env={"PYTHONPATH": str(SHARED)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        workers = [psutil.Process(int(pid)) for pid in process.stdout.readline().split()]
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert len(workers) == 4
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert not [worker for worker in alive if worker.status() != psutil.STATUS_ZOMBIE]

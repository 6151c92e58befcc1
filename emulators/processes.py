"""Processes of the world: each in a group of its own, each with a log, none outlives us."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

TETHER = Path(__file__).parent / "tether.py"
GRACE = 5.0
"""Seconds a process has to end by itself after SIGTERM."""
_POLL = 0.02


class Process:
    """One running command. Free of event loops, so that any test may stop what another began.

    Start it from the main thread: the kernel ends it with the thread that began it.
    """

    def __init__(
        self, command: tuple[str, ...], env: Mapping[str, str], cwd: Path, log: Path
    ) -> None:
        self.log = log
        tether = (sys.executable, "-I", "-S", str(TETHER), str(os.getpid()))
        with log.open("ab") as output:
            self._popen = self._spawn((*tether, *command), env, cwd, output)

    @staticmethod
    def _spawn(
        command: tuple[str, ...], env: Mapping[str, str], cwd: Path, output: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; minus the signal's number when a signal ended it."""
        return self._popen.poll()

    async def wait(self, seconds: float) -> bool:
        """True when it ended within `seconds`."""
        until = time.monotonic() + seconds
        while self.exit_code is None:
            if time.monotonic() >= until:
                return False
            await asyncio.sleep(_POLL)
        return True

    async def stop(self) -> None:
        """Asks it to end, insists after GRACE, and takes whatever it started with it."""
        if self.exit_code is None:
            self._popen.send_signal(signal.SIGTERM)
            await self.wait(GRACE)
        await self.kill()

    async def kill(self) -> None:
        """Ends it and everything in its group at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        await self.wait(GRACE)

    def tail(self, lines: int = 15) -> str:
        """The end of its log."""
        text = self.log.read_text("utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

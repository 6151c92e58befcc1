"""Parses hostile HTML in a process of its own, which can be stopped when a page is a trap.

One worker for all pages of this process: started at first use, with little memory and none of our
environment, and replaced when it overruns. It ends when its pipe closes, so it never outlives us.
"""

import os
import select
import subprocess
import sys
import threading
import time
import weakref
from functools import cache
from typing import IO

from elara.content.markup import Markup
from elara.content.worker import __name__ as worker_module
from elara.errors import Unavailable

PATIENCE = 3.0
"""Seconds for one page; an ordinary one takes a few milliseconds."""
_BOOT = 10.0


class TooComplex(Exception):
    """The parser did not finish within its time and memory."""


class Sandbox:
    """Threads may share it; pages are parsed one after the other."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._worker: _Worker | None = None
        self._turn = threading.Lock()

    def warm(self) -> None:
        """Starts the worker, so that it is up by the time the first page is there."""
        with self._turn:
            self._running()

    def read(self, html: str) -> Markup:
        """What `html` holds. Blocks, so call it in a thread.

        Raises TooComplex, and Unavailable when the worker does not start.
        """
        with self._turn:
            worker = self._running()
            worker.boot()
            try:
                answer = worker.ask(html.encode("utf-8", "replace"), self._patience)
            except (OSError, EOFError, TimeoutError) as error:
                worker.stop()
                raise TooComplex from error
        if not answer:
            raise TooComplex
        return Markup.model_validate_json(answer)

    def close(self) -> None:
        """Ends the worker; a later page starts another one."""
        with self._turn:
            if self._worker is not None:
                self._worker.stop()

    def _running(self) -> "_Worker":
        if self._worker is None or not self._worker.alive():
            self._worker = _Worker()
        return self._worker


@cache
def shared() -> Sandbox:
    """The sandbox of this process."""
    return Sandbox()


class _Worker:
    """A running `elara.content.worker`."""

    def __init__(self) -> None:
        # Imported above by name, so that a package carries the module that is started here.
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", worker_module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        if process.stdin is None or process.stdout is None:
            raise OSError("The worker has no pipes.")
        self._pages: IO[bytes] = process.stdin
        self._answers: IO[bytes] = process.stdout
        self._process = process
        self._booted = False
        self.stop = weakref.finalize(self, _end, process)

    def alive(self) -> bool:
        return self._process.poll() is None

    def boot(self) -> None:
        """Waits until the worker is up. Raises Unavailable when it is not in time."""
        if self._booted:
            return
        try:
            _receive(self._answers, _BOOT)
        except (EOFError, TimeoutError) as error:
            self.stop()
            raise Unavailable("The page parser does not start.") from error
        self._booted = True

    def ask(self, page: bytes, patience: float) -> bytes:
        """The answer; empty when the worker cannot read the page.

        Raises TimeoutError, and EOFError or OSError when it dies over the page.
        """
        self._pages.write(len(page).to_bytes(4) + page)
        self._pages.flush()
        return _receive(self._answers, patience)


def _receive(stream: IO[bytes], patience: float) -> bytes:
    """One frame. Raises TimeoutError, EOFError."""
    deadline = time.monotonic() + patience
    length = int.from_bytes(_exactly(stream, 4, deadline))
    return _exactly(stream, length, deadline)


def _exactly(stream: IO[bytes], size: int, deadline: float) -> bytes:
    poll = select.poll()
    poll.register(stream, select.POLLIN)
    received = bytearray()
    while len(received) < size:
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise TimeoutError
        chunk = os.read(stream.fileno(), size - len(received))
        if not chunk:
            raise EOFError
        received += chunk
    return bytes(received)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()

"""Parses hostile HTML in processes of its own, which can be stopped when a page is a trap.

A few workers for all pages of this process: started when needed, with little memory and none of
our environment, and replaced when they overrun. A worker ends when its socket closes, so it never
outlives us. It is spoken to over that socket and not through asyncio's own subprocesses, because
those belong to one event loop and keep a thread each (Python 3.11).
"""

import asyncio
import os
import socket
import subprocess
import sys
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

from pydantic import ValidationError

from elara.content.markup import Markup
from elara.content.worker import __name__ as worker_module
from elara.errors import Unavailable

SIZE = 4
"""Workers at most. The room's memory holds all of them at their limit, and its concurrency is
twice this: with all of them in traps, whoever waits still gets one within `QUEUE`."""

PATIENCE = 3.0
"""Seconds for one page; an ordinary one takes a few milliseconds."""

QUEUE = 4.0
"""Seconds a page waits for a worker."""

MAX_ANSWER = 8 * 1024 * 1024
"""Bytes of an answer; `Markup` at all its limits, escaped, needs less."""

_BOOT = 10.0
_CHUNK = 65_536


class Unread(Exception):
    """A page was not parsed: `too_complex` (not within its time and memory) or `parser_busy`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sandbox:
    """Reads any number of pages at once, `size` of them at the same time, on any event loop."""

    def __init__(self, size: int = SIZE, patience: float = PATIENCE, queue: float = QUEUE) -> None:
        self._size = size
        self._patience = patience
        self._queue = queue
        self._busy = 0
        self._idle: list[_Worker] = []
        self._turns: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore]
        self._turns = weakref.WeakKeyDictionary()

    def warm(self) -> None:
        """Starts a worker if none is idle, so that it is up by the time the page is there."""
        if not self._idle and self._busy < self._size:
            self._idle.append(_Worker())

    async def read(self, html: str) -> Markup:
        """What `html` holds. Raises Unread, and Unavailable when the worker does not start."""
        async with self._borrowed() as worker:
            await worker.boot()
            markup = await worker.ask(html.encode("utf-8", "replace"), self._patience)
        if markup is None:
            raise Unread("too_complex")
        return markup

    def close(self) -> None:
        """Ends the idle workers; a later page starts others."""
        while self._idle:
            self._idle.pop().stop()

    @asynccontextmanager
    async def _borrowed(self) -> AsyncIterator["_Worker"]:
        """A worker, which comes back unless something went wrong over it."""
        turns = self._turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(self._size))
        try:
            async with asyncio.timeout(self._queue):
                await turns.acquire()
        except TimeoutError as error:
            raise Unread("parser_busy") from error
        self._busy += 1
        try:
            worker = self._running()
            try:
                yield worker
            except BaseException:
                worker.stop()
                raise
            self._idle.append(worker)
        finally:
            self._busy -= 1
            turns.release()

    def _running(self) -> "_Worker":
        while self._idle:
            worker = self._idle.pop()
            if worker.alive():
                return worker
            worker.stop()
        return _Worker()


@cache
def shared() -> Sandbox:
    """The sandbox of this process."""
    return Sandbox()


class _Worker:
    """A running `elara.content.worker`. Raises Unavailable when it cannot be started."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            # Imported above by name, so that a package carries the module that is started here.
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [sys.executable, "-m", worker_module],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": os.pathsep.join(sys.path)},
            )
        except OSError as error:
            ours.close()
            raise Unavailable("The page parser does not start.") from error
        finally:
            theirs.close()
        self._socket = ours
        self._process = process
        self._booted = False
        self.stop = weakref.finalize(self, _end, process, ours)

    def alive(self) -> bool:
        return self._process.poll() is None

    async def boot(self) -> None:
        """Waits until the worker is up. Raises Unavailable when it is not in time."""
        if self._booted:
            return
        try:
            async with asyncio.timeout(_BOOT):
                await self._receive()
        except (OSError, EOFError) as error:
            raise Unavailable("The page parser does not start.") from error
        self._booted = True

    async def ask(self, page: bytes, patience: float) -> Markup | None:
        """What the page holds, None when the parser gives up. Raises Unread.

        After an exception the worker is of no use: it is still busy, dead, or no longer ours.
        """
        try:
            async with asyncio.timeout(patience):
                await self._send(page)
                answer = await self._receive()
            return Markup.model_validate_json(answer) if answer else None
        except (OSError, EOFError, ValidationError) as error:
            raise Unread("too_complex") from error

    async def _send(self, frame: bytes) -> None:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._socket, len(frame).to_bytes(4))
        await loop.sock_sendall(self._socket, frame)

    async def _receive(self) -> bytes:
        """One frame. Raises EOFError, also for a frame that nobody would send in earnest."""
        length = int.from_bytes(await self._exactly(4))
        if length > MAX_ANSWER:
            raise EOFError
        return await self._exactly(length)

    async def _exactly(self, size: int) -> bytes:
        loop = asyncio.get_running_loop()
        received = bytearray()
        while len(received) < size:
            chunk = await loop.sock_recv(self._socket, min(size - len(received), _CHUNK))
            if not chunk:
                raise EOFError
            received += chunk
        return bytes(received)


def _end(process: subprocess.Popen[bytes], ours: socket.socket) -> None:
    """Ends the worker at once, whatever it is doing, and leaves no zombie."""
    ours.close()
    process.kill()
    process.wait()

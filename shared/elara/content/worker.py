"""The inside of the sandbox: reads pages from stdin, writes what they hold to stdout.

Frames both ways are a 4-byte big-endian length and that many bytes: HTML in UTF-8 in, `Markup` as
JSON out. An empty frame says "ready" at first, and later "this page is beyond me". Ends with stdin.
"""

import resource
import signal
import sys
from typing import BinaryIO

from elara.content.markup import read

MEMORY = 320 * 1024 * 1024
"""Address space in bytes; an ordinary page at the size limit needs half of it."""

LAST_RESORT = 10
"""Seconds after which a page ends the worker, even when nobody is left to stop it."""


def serve(pages: BinaryIO, answers: BinaryIO) -> None:
    """Answers page after page until `pages` ends."""
    _send(answers, b"")
    while len(length := pages.read(4)) == 4:
        page = pages.read(int.from_bytes(length))
        signal.alarm(LAST_RESORT)
        _send(answers, _answer(page))
        signal.alarm(0)


def _answer(page: bytes) -> bytes:
    try:
        return read(page.decode()).model_dump_json().encode()
    except (ValueError, MemoryError):
        return b""


def _send(answers: BinaryIO, frame: bytes) -> None:
    answers.write(len(frame).to_bytes(4) + frame)
    answers.flush()


if __name__ == "__main__":
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(sys.stdin.buffer, sys.stdout.buffer)

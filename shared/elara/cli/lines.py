"""Reads URLs in batches, in memory that does not grow with the input."""

import csv
import gzip
import io
import select
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, BinaryIO, TextIO, TypeVar

from elara.urls.model import MAX_LENGTH

BATCH = 512
"""URLs scored together. A shorter batch means that the input has no more to give right now."""
_CHUNK = 1 << 16
_LONGEST = 4 * MAX_LENGTH + 1024
"""Bytes kept of one line: enough for the longest URL and then some, so that a longer one is still
too long when it is judged."""

_LONGEST_ROW = 1 << 20
"""Characters of a row of a table, all its fields and lines together."""

Item = TypeVar("Item")


class NoColumn(Exception):
    """The file lacks a column it must have, or a header that can be read."""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where its name ends in `.gz`. Raises OSError."""
    with path.open("rb") as file:
        if path.suffix != ".gz":
            yield file
            return
        try:
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield io.BufferedReader(unpacked, _CHUNK)
        except (EOFError, zlib.error) as error:
            raise OSError(f"{path.name} is not a whole gzip file: {error}") from error


def is_table(path: Path) -> bool:
    """Whether the name says CSV, packed or not."""
    return path.name.lower().removesuffix(".gz").endswith(".csv")


def line_batches(stream: BinaryIO) -> Iterator[list[str]]:
    """The lines of `stream`, empty ones included. What has come is given out before waiting for
    more, so a slow writer sees its answers at once. Undecodable bytes become lone surrogates."""
    rest = b""
    lines: list[str] = []
    while chunk := _read(stream):
        *whole, rest = (rest + chunk).split(b"\n")
        rest = rest[:_LONGEST]
        lines += map(_text, whole)
        while len(lines) >= BATCH:
            yield lines[:BATCH]
            del lines[:BATCH]
        if lines and not _has_more(stream):
            yield lines
            lines = []
    lines += [_text(rest)] if rest else []
    if lines:
        yield lines


def column_batches(stream: BinaryIO) -> Iterator[list[str]]:
    """The column `url` of a CSV file. Raises NoColumn."""
    return batched(row.get("url") or "" for row in rows(stream, ("url",)))


def rows(stream: BinaryIO, needed: Iterable[str]) -> Iterator[dict[str, str]]:
    """The rows of a CSV file (RFC 4180) with a header; a row that is none, or has too many fields,
    is empty. Closes the stream. Raises NoColumn unless all `needed` columns are there."""
    with io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="") as text:
        reader = _records(text)
        header = next(reader, [])
        if header is None:
            raise NoColumn("The first row of the file is too long for the names of columns.")
        missing = [name for name in needed if name not in header]
        if missing:
            raise NoColumn(f"The file has no column {' and no column '.join(missing)}.")
        blank = dict.fromkeys(header, "")
        for fields in reader:
            whole = fields is not None and len(fields) <= len(header)
            yield {**blank, **dict(zip(header, fields or (), strict=False))} if whole else {}


def _records(text: TextIO) -> Iterator[list[str] | None]:
    """The records of a CSV file but blank lines; None for one that is none."""
    lines = Lines(text)
    reader = csv.reader(lines)
    while True:
        lines.taken = 0
        try:
            if fields := next(reader):
                yield fields
        except StopIteration:
            return
        except csv.Error:
            yield None


class Lines(Iterator[str]):
    """The lines of a table. A row whose lines are too long together is an error of CSV, its last
    line dropped unread; the owner sets `taken`, the characters of the row so far, back to 0."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.taken = 0

    def __next__(self) -> str:
        line = self._text.readline(_LONGEST_ROW)
        if not line:
            raise StopIteration
        self.taken += len(line)
        if self.taken < _LONGEST_ROW:
            return line
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(_CHUNK)
        raise csv.Error("The row is too long.")


def batched(items: Iterable[Item]) -> Iterator[list[Item]]:
    """`items` in lists of `BATCH`; the last one may be shorter."""
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        yield batch


def _read(stream: BinaryIO) -> bytes:
    # One read of what is there; `read` would wait until the chunk is full.
    return stream.read1(_CHUNK) if isinstance(stream, _READS_ONCE) else stream.read(_CHUNK)


_READS_ONCE = (io.BufferedReader, io.BytesIO)


def _text(line: bytes) -> str:
    return line[:_LONGEST].decode("utf-8", "surrogateescape")


def _has_more(stream: IO[bytes]) -> bool:
    """Whether a read would not wait. What is no file of the system never waits."""
    try:
        return bool(select.select([stream], [], [], 0)[0])
    except (OSError, ValueError):
        return True

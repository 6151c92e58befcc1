"""Reading: every line has its batch, nothing waits for company, and memory has a bound."""

import csv
import gzip
import io
import os
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.cli.lines import (
    BATCH,
    Lines,
    NoColumn,
    column_batches,
    is_table,
    line_batches,
    opened,
    rows,
)
from elara.urls.model import MAX_LENGTH


def read(data: bytes) -> list[str]:
    return [line for batch in line_batches(io.BytesIO(data)) for line in batch]


@given(st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line), max_size=20))
def test_every_line_comes_once_and_in_order(lines: list[bytes]) -> None:
    got = read(b"".join(line + b"\n" for line in lines))
    assert [line.encode("utf-8", "surrogateescape") for line in got] == lines


def test_the_last_line_needs_no_end() -> None:
    assert read(b"a.example\nb.example") == ["a.example", "b.example"]
    assert read(b"a.example\n\n") == ["a.example", ""]
    assert read(b"") == []


def test_batches_are_full_while_there_is_more() -> None:
    data = b"".join(b"site-%d.example/some/path\n" % number for number in range(5 * BATCH + 3))
    sizes = [len(batch) for batch in line_batches(io.BytesIO(data))]
    assert sizes == [BATCH] * 5 + [3]


def test_a_slow_writer_sees_its_answers_at_once() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", 0) as writer:
        batches = line_batches(stream)
        writer.write(b"a.example\nb.exam")
        assert next(batches) == ["a.example"]
        writer.write(b"ple\n")
        assert next(batches) == ["b.example"]


def test_an_endless_line_takes_no_endless_memory() -> None:
    reading, writing = os.pipe()

    def write() -> None:
        with os.fdopen(writing, "wb") as writer:
            for _ in range(400):
                writer.write(b"x" * (1 << 16))

    tracemalloc.start()
    with ThreadPoolExecutor(1) as writer, os.fdopen(reading, "rb") as stream:
        writer.submit(write)
        lines = [line for batch in line_batches(stream) for line in batch]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [len(line) > MAX_LENGTH for line in lines] == [True]
    assert peak < 2_000_000, "of more than 20 million characters"


@pytest.mark.parametrize("piece", [b"x", b"a,"])
def test_an_endless_row_takes_no_endless_memory(tmp_path: Path, piece: bytes) -> None:
    packed = tmp_path / "urls.csv.gz"
    packed.write_bytes(
        gzip.compress(b"url\n" + piece * (24_000_000 // len(piece)) + b"\nb.example")
    )
    tracemalloc.start()
    with opened(packed) as file:
        refused = sum(row == {} for row in rows(file, ("url",)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused
    assert peak < 24_000_000, "a few rows' worth, of fields that cost much more than they say"


def test_a_row_of_many_short_lines_is_bounded_too() -> None:
    data = b"url\n" + b'"\n",' * 300_000 + b"\n"
    assert next(rows(io.BytesIO(data), ("url",))) == {}
    lines = Lines(io.TextIOWrapper(io.BytesIO(data[4:])))
    with pytest.raises(csv.Error, match="too long"):
        next(csv.reader(lines))


def test_a_row_that_is_too_long_ends_with_its_line() -> None:
    data = b"url,label\na.example,1\n" + b"x," * 1_000_000 + b"\n\nb.example\n"
    found = list(rows(io.BytesIO(data), ("url",)))
    assert found == [
        {"url": "a.example", "label": "1"},
        {},
        {"url": "b.example", "label": ""},
    ]


@pytest.mark.parametrize("length", [131_073, 3_000_000])
def test_a_header_that_is_too_long_is_told(length: int) -> None:
    with pytest.raises(NoColumn, match="too long"):
        list(rows(io.BytesIO(b"x" * length + b",url\na,b.example\n"), ("url",)))


@pytest.mark.parametrize(
    ("name", "table"),
    [("a.csv", True), ("a.CSV.gz", True), ("a.txt", False), ("a.txt.gz", False), ("csv", False)],
)
def test_tables_are_known_by_name(name: str, table: bool) -> None:
    assert is_table(Path(name)) is table


def test_packed_files_are_unpacked(tmp_path: Path) -> None:
    packed = tmp_path / "urls.csv.gz"
    packed.write_bytes(gzip.compress(b'n,url\n1,"https://a.example/?q=1,2"\n2,b.example\n'))
    with opened(packed) as file:
        assert list(column_batches(file)) == [["https://a.example/?q=1,2", "b.example"]]


def test_half_a_packed_file_is_told(tmp_path: Path) -> None:
    packed = tmp_path / "urls.csv.gz"
    packed.write_bytes(gzip.compress(os.urandom(5000).hex().encode())[:2000])
    with pytest.raises(OSError, match="not a whole gzip file"), opened(packed) as file:
        list(line_batches(file))


def test_a_table_without_the_column_is_told() -> None:
    with pytest.raises(NoColumn, match="no column label"):
        list(rows(io.BytesIO(b"url,kind\na.example,x\n"), ("url", "label")))
    with pytest.raises(NoColumn):
        list(rows(io.BytesIO(b""), ("url",)))


def test_a_bad_row_does_not_stop_the_table() -> None:
    data = (
        b'\xef\xbb\xbfurl,label\na.example,1\na,b,c,d\n"' + b"x" * 200_000 + b'",0\nb.example,0\n'
    )
    found = list(rows(io.BytesIO(data), ("url", "label")))
    assert found[0] == {"url": "a.example", "label": "1"}
    assert found[1] == {}
    assert found[-1] == {"url": "b.example", "label": "0"}
    assert {} in found[2:-1]

"""`elara score` as a process: what comes in, what goes out, and how it ends."""

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
from typer.testing import CliRunner

from elara.cli import exits
from elara.cli.lines import BATCH
from elara.cli.main import app

MANY = 6 * BATCH
_COMMAND = "from elara.cli.main import app; app()"


def urls(count: int) -> str:
    return "".join(f"http://site-{number}.pages.dev/login?n={number}\n" for number in range(count))


@contextmanager
def scoring(*options: str, **files: Any) -> Iterator[subprocess.Popen[bytes]]:
    """The command as a process of its own, in a group of its own as a terminal would start it."""
    command = [sys.executable, "-c", _COMMAND, "score", *options]
    with subprocess.Popen(command, start_new_session=True, **files) as process:
        try:
            yield process
        finally:
            process.kill()


def workers_of(process: subprocess.Popen[bytes], count: int) -> list[psutil.Process]:
    """Its worker processes, once there are `count`."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = psutil.Process(process.pid).children(recursive=True)
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError("no workers")


def test_cores_change_nothing_but_the_time(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(urls(MANY) + "not a url\n\nhttps://www.python.org/\n")
    alone = CliRunner().invoke(app, ["score", str(file), "--jobs", "1"])
    together = CliRunner().invoke(app, ["score", str(file), "--jobs", "2"])
    assert alone.stdout == together.stdout
    assert alone.exit_code == together.exit_code == exits.DATA
    answers = [json.loads(line) for line in alone.stdout.splitlines()]
    assert [answer["url"] for answer in answers] == file.read_text().splitlines()


def test_a_packed_table_is_read_by_its_column(tmp_path: Path) -> None:
    file = tmp_path / "urls.csv.gz"
    file.write_bytes(
        gzip.compress(b"label,url\n1,http://a.pages.dev/\n0,https://www.python.org/\n")
    )
    result = CliRunner().invoke(app, ["score", str(file)])
    assert result.exit_code == exits.OK
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["url"] for answer in answers] == [
        "http://a.pages.dev/",
        "https://www.python.org/",
    ]


@pytest.mark.parametrize(("name", "content"), [("none.txt", None), ("u.csv", "link\na.example\n")])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, content: str | None) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    result = CliRunner().invoke(app, ["score", str(tmp_path / name)])
    assert result.exit_code == exits.DATA
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1


def test_answers_are_ascii_and_mean_what_was_asked(tmp_path: Path) -> None:
    url = "https://b\u00fccher.example/\x9b2J\x7f\u202egpj.exe"
    (tmp_path / "urls.txt").write_text(url + "\n", "utf-8")
    result = CliRunner().invoke(app, ["score", str(tmp_path / "urls.txt")])
    (line,) = result.stdout_bytes.splitlines()
    assert all(0x20 <= byte < 0x7F for byte in line)
    assert json.loads(line)["url"] == url


@pytest.mark.parametrize("command", ["score", "evaluate"])
def test_a_header_without_end_is_told(tmp_path: Path, command: str) -> None:
    (tmp_path / "u.csv").write_text("x" * 200_000)
    result = CliRunner().invoke(app, [command, str(tmp_path / "u.csv")])
    assert result.exit_code == exits.DATA
    assert len(result.stderr.splitlines()) == 1


def test_an_interactive_writer_is_answered_at_once() -> None:
    with scoring(stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in (b"http://a.pages.dev/\n", b"nonsense\n"):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["url"] == line.decode().strip()
        process.stdin.close()
        assert process.wait(10) == exits.DATA


def test_nobody_reading_on_ends_it_quietly(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text(urls(MANY * 2))
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with scoring(str(file), "--jobs", "2", **pipes) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(20) == exits.CLOSED_PIPE
        assert process.stderr.read() == b""


def test_ctrl_c_ends_it_and_its_workers_quietly() -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with scoring("--jobs", "2", **pipes) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(urls(MANY).encode())
        process.stdin.flush()
        workers = workers_of(process, 2)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) == exits.INTERRUPTED
        assert process.stderr.read() == b""
        assert not psutil.wait_procs(workers, 10)[1]


def test_workers_do_not_outlive_a_killed_parent() -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL}
    with scoring("--jobs", "3", **pipes) as process:
        assert process.stdin is not None
        process.stdin.write(urls(MANY).encode())
        process.stdin.flush()
        workers = workers_of(process, 3)
        process.kill()
        assert not psutil.wait_procs(workers, 10)[1]

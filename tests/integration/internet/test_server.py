"""The fake internet as a process, and its controls."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from elara.dns.model import DnsAnswer, Reason, RecordType, Unanswered
from elara.dns.resolve import StubResolver
from emulators.internet.server import Internet


@pytest.fixture
def process(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], float]]:
    started = time.monotonic()
    ports = ["--dns-port", "0", "--http-port", "0", "--https-port", "0"]
    command = [sys.executable, "-m", "emulators.internet.server", *ports]
    with subprocess.Popen(
        [*command, "--ca-file", str(tmp_path / "ca.pem")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as process:
        yield process, started
        process.kill()


def test_it_is_up_soon_and_ends_when_told(
    process: tuple[subprocess.Popen[str], float], tmp_path: Path
) -> None:
    running, started = process
    assert running.stdout is not None
    line = running.stdout.readline()
    assert line.startswith("internet: dns 127.0.0.1:")
    assert time.monotonic() - started < 5.0  # 0.6 s on two idle cores
    assert (tmp_path / "ca.pem").read_text().startswith("-----BEGIN CERTIFICATE-----")
    running.terminate()
    assert running.wait(timeout=3) == 0


async def test_faults_come_and_go(internet: Internet, resolver: StubResolver) -> None:
    name = "web.hostile.test"
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{internet.control.port}") as client:
        assert (await client.get("/health")).json() == {"ok": True}
        assert (await client.put(f"/faults/{name}", content="nonsense")).status_code == 422
        assert (await client.put(f"/faults/{name}", content="servfail")).status_code == 200
        assert await resolver.ask(name, RecordType.A) == Unanswered(Reason.SERVFAIL)
        await client.delete("/faults")
        assert isinstance(await resolver.ask(name, RecordType.A), DnsAnswer)
        seen = json.loads((await client.get("/seen")).content)
        assert seen == {"dns": [f"{name} A"] * 2, "web": []}
        assert (await client.get("/nothing")).status_code == 404

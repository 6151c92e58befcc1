"""Runs the fake internet in one process: `python -m emulators.internet.server --help`."""

import argparse
import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from emulators.internet import control, dns_server, web_server
from emulators.internet.listener import HOST, Listener
from emulators.internet.sites import HERE, Site, load, web_of


@dataclass(frozen=True, slots=True)
class Internet:
    """A running fake internet, all of it on 127.0.0.1."""

    dns: dns_server.DnsServer
    web: web_server.WebServer
    control: Listener

    @property
    def resolvers(self) -> str:
        """The value of the setting `resolvers`."""
        return f"{HOST}:{self.dns.port}"

    @property
    def address(self) -> str:
        """The value of the setting `internet`."""
        return f"{HOST}:{self.web.http.port}:{self.web.https.port}"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where to listen; 0 means any free port."""

    dns: int = 0
    http: int = 0
    https: int = 0
    control: int = 0


@asynccontextmanager
async def running(
    sites: Sequence[Site], ca_file: Path, ports: Ports = Ports()
) -> AsyncIterator[Internet]:
    """A fake internet of `sites`; its certificate authority (PEM) is written to `ca_file`."""
    zone = dns_server.zone_of(sites)
    dns = await dns_server.start(zone, ports.dns)
    web = await web_server.start(web_of(sites), ports.http, ports.https)
    controls = await control.start(zone, web, ports.control)
    await asyncio.to_thread(ca_file.write_bytes, web.certificates.pem())
    try:
        yield Internet(dns, web, controls)
    finally:
        await controls.aclose()
        await web.aclose()
        await dns.aclose()


async def _run(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ports = Ports(options.dns_port, options.http_port, options.https_port, options.control_port)
    async with running(load(HERE, *options.sites), options.ca_file, ports) as internet:
        print(
            f"internet: dns {internet.resolvers}, web {internet.address}, "
            f"control {HOST}:{internet.control.port}",
            flush=True,
        )
        await stop.wait()


def main() -> None:
    """Serves until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(prog="emulators.internet.server", description=__doc__)
    parser.add_argument("--dns-port", type=int, required=True, help="UDP and TCP")
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--https-port", type=int, required=True)
    parser.add_argument("--ca-file", type=Path, required=True, help="where to write the CA's PEM")
    parser.add_argument("--control-port", type=int, default=0, help="any free one without it")
    parser.add_argument(
        "--sites", type=Path, action="append", default=[], help="a folder of further site files"
    )
    asyncio.run(_run(parser.parse_args()))


if __name__ == "__main__":
    main()

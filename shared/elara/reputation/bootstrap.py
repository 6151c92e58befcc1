"""Which RDAP server knows a domain: IANA's bootstrap registry (RFC 9224)."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import httpx
from pydantic import BaseModel, ValidationError

from elara.providers.http import Reply, fetch
from elara.providers.model import NoAnswer

LIFE = timedelta(hours=24)
"""How long a copy is used before a newer one is asked for."""

PAUSE = timedelta(minutes=10)
"""How long an old copy serves after a failed attempt before the next one."""

PATIENCE = 2.0
"""Seconds an attempt may take: less than a caller has, so that time for the registry is left."""

NO_BOOTSTRAP = "bootstrap_"
"""Starts the reason of a NoAnswer from here."""


class Bootstrap:
    """The registry at `{base}/dns.json`, kept in memory.

    An old copy is better than none, and nobody waits for a newer one. Whoever needs the first
    copy waits for the same attempt.
    """

    def __init__(self, http: httpx.AsyncClient, base: str, patience: float = PATIENCE) -> None:
        self._http = http
        self._address = f"{base.rstrip('/')}/dns.json"
        self._patience = patience
        self._servers: Mapping[str, str] = {}
        self._due: datetime | None = None
        self._attempt: asyncio.Task[str | None] | None = None

    async def server(self, domain: str, at: datetime) -> str | None:
        """Base URL (with final slash) of the domain's server; None when its suffix has none.

        Raises NoAnswer while there is no copy to look into.
        """
        if not self._servers:
            # Shielded, as the attempt is not this caller's alone.
            reason = await asyncio.shield(self._attempted(at))
            if reason is not None:
                raise NoAnswer(f"{NO_BOOTSTRAP}{reason}")
        elif self._due is None or at >= self._due:
            self._due = at + PAUSE
            self._attempt = self._attempted(at)
        return longest_match(self._servers, domain)

    def _attempted(self, at: datetime) -> "asyncio.Task[str | None]":
        """The attempt under way, or a new one; its result is why it failed."""
        if self._attempt is None or self._attempt.done():
            self._attempt = asyncio.create_task(self._read(at))
        return self._attempt

    async def _read(self, at: datetime) -> str | None:
        try:
            async with asyncio.timeout(self._patience):
                reply = await fetch(self._http, self._http.build_request("GET", self._address))
            self._servers = read_servers(reply)
        except TimeoutError:
            return "timeout"
        except NoAnswer as failure:
            return failure.reason
        self._due = at + LIFE
        return None


def longest_match(servers: Mapping[str, str], domain: str) -> str | None:
    """The server of the suffix that shares most labels with `domain` (RFC 9224, section 4)."""
    labels = domain.split(".")
    suffixes = (".".join(labels[start:]) for start in range(len(labels)))
    return next((servers[suffix] for suffix in suffixes if suffix in servers), None)


def read_servers(reply: Reply) -> dict[str, str]:
    """Server by suffix; HTTPS is preferred where there is a choice. Raises NoAnswer."""
    if reply.status != 200:
        raise NoAnswer("unexpected_status")
    try:
        services = _Registry.model_validate_json(reply.body).services
    except ValidationError as error:
        raise NoAnswer("malformed_answer") from error
    servers = {
        suffix.lower().strip("."): _preferred(urls).rstrip("/") + "/"
        for suffixes, urls in services
        if urls
        for suffix in suffixes
    }
    if not servers:
        raise NoAnswer("malformed_answer")
    return servers


def _preferred(urls: list[str]) -> str:
    return next((url for url in urls if url.startswith("https://")), urls[0])


class _Registry(BaseModel):
    services: list[tuple[list[str], list[str]]]

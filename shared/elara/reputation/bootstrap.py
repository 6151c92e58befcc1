"""Which RDAP server knows a domain: IANA's bootstrap registry (RFC 9224)."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import httpx
from pydantic import BaseModel, ValidationError

from elara.intel.http import Reply, fetch
from elara.intel.model import NoAnswer

LIFE = timedelta(hours=24)
"""How long a copy is used before a newer one is asked for."""

NO_BOOTSTRAP = "bootstrap_"
"""Starts the reason of a NoAnswer from here."""


class Bootstrap:
    """The registry at `{base}/dns.json`, kept in memory; an old copy is better than none."""

    def __init__(self, http: httpx.AsyncClient, base: str) -> None:
        self._http = http
        self._address = f"{base.rstrip('/')}/dns.json"
        self._servers: Mapping[str, str] = {}
        self._read_at: datetime | None = None
        self._reading = asyncio.Lock()

    async def server(self, domain: str, at: datetime) -> str | None:
        """Base URL (with final slash) of the domain's server; None when its suffix has none.

        Raises NoAnswer while there is no copy to look into.
        """
        async with self._reading:
            if self._read_at is None or at - self._read_at >= LIFE:
                await self._refresh(at)
        return longest_match(self._servers, domain)

    async def _refresh(self, at: datetime) -> None:
        try:
            request = self._http.build_request("GET", self._address)
            self._servers = read_servers(await fetch(self._http, request))
        except NoAnswer as failure:
            if not self._servers:
                raise NoAnswer(f"{NO_BOOTSTRAP}{failure.reason}") from failure
        self._read_at = at


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

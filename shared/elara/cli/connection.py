"""Which Elara the command talks to, and with what key."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

LOCAL_WORLD = Path(".world/current.json")
"""Written by `elara up`: address and key of the world that runs on this machine."""


class NotConnected(Exception):
    """No Elara is known: set ELARA_API_URL and ELARA_API_KEY, or start one with `elara up`."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Base URL of the API and the key to it."""

    url: str
    key: str = field(repr=False)


def connection() -> Connection:
    """From the environment, else the local world, if it is this user's own. Never half of each: a
    key must not go to the address that some folder names. Raises NotConnected."""
    url, key = os.environ.get("ELARA_API_URL"), os.environ.get("ELARA_API_KEY")
    if url and key:
        return Connection(url.rstrip("/"), key)
    try:
        if url or key or LOCAL_WORLD.stat().st_uid != os.getuid():
            raise NotConnected((NotConnected.__doc__ or "").strip())
        world = json.loads(LOCAL_WORLD.read_text())
        return Connection(world["gateway"], world["api_key"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotConnected((NotConnected.__doc__ or "").strip()) from error

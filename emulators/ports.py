"""Which port everything listens on. A world is a block of ports; its first one is its base.

`firebase.json` says the ports of the Firebase emulators in the default block; the rest follow
from the base. Worlds with different bases run side by side.
"""

import json
import random
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent
HOST = "127.0.0.1"
DEFAULT_BASE = 8900
BLOCK = 20
"""Ports per world."""
SEARCHED = range(9000, 30000, BLOCK)
"""Bases of nameless worlds: below the ports that operating systems give to outgoing calls."""


class Occupied(RuntimeError):
    """Something else listens on the ports of this world."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The ports of one world, all on 127.0.0.1."""

    gateway: int
    functions: int
    workflows: int
    tasks: int
    tasks_admin: int
    valkey: int
    providers: int
    dns: int
    """UDP and TCP."""
    http: int
    https: int
    auth: int
    firestore: int
    pubsub: int
    storage: int
    hub: int
    logging: int
    control: int
    """Of the fake internet."""
    claim: int
    """Held by the launcher as long as the world exists."""

    @classmethod
    def at(cls, base: int) -> Self:
        """The ports of the world whose gateway listens on `base`."""
        shift = base - DEFAULT_BASE
        firebase = {name: port + shift for name, port in _firebase_ports().items()}
        return cls(
            gateway=base,
            functions=base + 1,
            workflows=base + 2,
            tasks=base + 3,
            tasks_admin=base + 4,
            valkey=base + 5,
            providers=base + 6,
            dns=base + 7,
            http=base + 8,
            https=base + 9,
            control=base + 16,
            claim=base + BLOCK - 1,
            **firebase,
        )

    @property
    def base(self) -> int:
        return self.gateway

    def all(self) -> Iterator[int]:
        yield from asdict(self).values()


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to use a block of ports, ended by `release` or with this process."""

    ports: Ports
    lock: socket.socket

    def release(self) -> None:
        self.lock.close()


def claim(base: int) -> Claim:
    """Claims the world at `base`. Raises Occupied when any of its ports is taken."""
    ports = Ports.at(base)
    with ExitStack() as probes:
        lock = _bound(ports.claim, reuse=False)
        try:
            for port in ports.all():
                if port != ports.claim:
                    probes.enter_context(_bound(port, reuse=True))
            probes.enter_context(_bound(ports.dns, reuse=False, kind=socket.SOCK_DGRAM))
        except Occupied:
            lock.close()
            raise
    return Claim(ports, lock)


def claim_free() -> Claim:
    """Claims some free world. Raises Occupied when there is none."""
    # In no order, so that several who search at once seldom meet.
    for base in random.sample(SEARCHED, len(SEARCHED)):
        try:
            return claim(base)
        except Occupied:
            continue
    raise Occupied("There is no free block of ports on this machine.")


def free_base() -> int:
    """A base where all ports are free now; somebody else may still take it before you do."""
    found = claim_free()
    found.release()
    return found.ports.base


def _bound(port: int, *, reuse: bool, kind: int = socket.SOCK_STREAM) -> socket.socket:
    """A socket on `port`. With `reuse`, ports whose last connections still linger count as free."""
    held = socket.socket(socket.AF_INET, kind)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(reuse))
    try:
        held.bind((HOST, port))
    except OSError as error:
        held.close()
        raise Occupied(
            f"Port {port} of this world is taken; choose another base with --base."
        ) from error
    return held


@cache
def _firebase_ports() -> dict[str, int]:
    config = json.loads((ROOT / "firebase.json").read_text("utf-8"))
    emulators: dict[str, object] = config["emulators"]
    return {
        name: emulator["port"]
        for name, emulator in emulators.items()
        if isinstance(emulator, dict) and "port" in emulator
    }

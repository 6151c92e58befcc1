"""Blocks of ports: known, apart from each other, and given to one world at a time."""

import json
import socket
from pathlib import Path

import pytest

from emulators.ports import BLOCK, DEFAULT_BASE, Occupied, Ports, claim, claim_free, free_base


def test_firebase_json_says_where_the_firebase_emulators_are() -> None:
    config = json.loads((Path(__file__).parents[3] / "firebase.json").read_text())["emulators"]
    ports = Ports.at(DEFAULT_BASE)
    for name in ("auth", "firestore", "pubsub", "storage", "hub", "logging"):
        assert getattr(ports, name) == config[name]["port"]


def test_a_world_is_a_block_of_its_own() -> None:
    here, next_door = set(Ports.at(9000).all()), set(Ports.at(9000 + BLOCK).all())
    assert len(here) == len(list(Ports.at(9000).all()))
    assert min(here) == 9000
    assert max(here) < 9000 + BLOCK
    assert not here & next_door


def test_a_claimed_block_is_nobody_elses() -> None:
    mine = claim_free()
    try:
        with pytest.raises(Occupied):
            claim(mine.ports.base)
        theirs = claim_free()
        theirs.release()
        assert theirs.ports.base != mine.ports.base
    finally:
        mine.release()
    claim(mine.ports.base).release()


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM], ids=["tcp", "udp"])
def test_a_block_with_one_port_taken_is_not_free(kind: int) -> None:
    base = free_base()
    with socket.socket(socket.AF_INET, kind) as other:
        other.bind(("127.0.0.1", Ports.at(base).dns))
        if kind == socket.SOCK_STREAM:
            other.listen()
        with pytest.raises(Occupied, match=str(Ports.at(base).dns)):
            claim(base)
    claim(base).release()

"""The way in: blocks and windows come before look-ups."""

import pytest

from elara.admission.entry import Entrance
from elara.admission.memory import MemoryTurnstile
from elara.errors import Forbidden, RateLimited, Unauthenticated
from elara.identity.keys import Gatekeeper, new_secret
from elara.identity.model import ApiKey
from elara.identity.seed import create_key
from elara.identity.store import MemoryKeys

IP = "192.0.2.1"


class CountingKeys(MemoryKeys):
    """Counts the look-ups."""

    looked_up = 0

    async def get(self, digest: str) -> ApiKey | None:
        self.looked_up += 1
        return await super().get(digest)


def entrance(store: MemoryKeys, limit: int = 5) -> Entrance:
    return Entrance(Gatekeeper(store), MemoryTurnstile(limit=limit))


async def test_a_warm_key_costs_no_look_up_and_one_count() -> None:
    store = CountingKeys()
    secret = await create_key(store, "org_1", "key_1")
    way_in = entrance(store)
    remaining = [(await way_in.enter(secret, "scans.read", IP))[1].remaining for _ in range(3)]
    assert store.looked_up == 1
    assert remaining == [4, 3, 2]


async def test_a_blocked_address_causes_no_look_up() -> None:
    store = CountingKeys()
    way_in = entrance(store)
    way_in.turnstile.blocked.add(IP)  # type: ignore[attr-defined]
    with pytest.raises(Forbidden):
        await way_in.enter(new_secret(), "scans.read", IP)
    assert store.looked_up == 0


async def test_guessing_keys_uses_up_the_guessers_window() -> None:
    store = CountingKeys()
    way_in = entrance(store)
    for _ in range(5):
        with pytest.raises(Unauthenticated):
            await way_in.enter(new_secret(), "scans.read", IP)
    with pytest.raises(RateLimited):
        await way_in.enter(new_secret(), "scans.read", IP)
    assert store.looked_up == 5


async def test_an_unknown_key_is_remembered_as_unknown() -> None:
    store, secret = CountingKeys(), new_secret()
    way_in = entrance(store)
    for _ in range(3):
        with pytest.raises(Unauthenticated):
            await way_in.enter(secret, "scans.read", IP)
    assert store.looked_up == 1

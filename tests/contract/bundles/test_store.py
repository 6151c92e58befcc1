"""One suite for the in-memory double and for Cloud Storage."""

import uuid

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.storage import Client

from elara.bundles.storage import StorageBundles
from elara.bundles.store import Bundles, MemoryBundles
from elara.errors import NotFound
from elara.scans.ids import new_scan_id
from emulators.world import World

NAME, OTHER = "a" * 64, "b" * 64
CONTENT = '{"url":"https://a.example/ünï"}'.encode()


@pytest.fixture(params=["memory", "storage"])
def bundles(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Bundles:
    if request.param == "memory":
        return MemoryBundles()
    world: World = request.getfixturevalue("world")
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", world.layout.url(world.layout.ports.storage))
    project = f"test-{uuid.uuid4().hex[:12]}"
    client = Client(project, credentials=AnonymousCredentials())
    client.create_bucket(f"{project}-artefacts")
    return StorageBundles(client, project)


async def test_what_is_kept_is_read_back_byte_for_byte(bundles: Bundles) -> None:
    scan_id = new_scan_id()
    await bundles.put(scan_id, NAME, CONTENT)
    await bundles.put(scan_id, NAME, CONTENT)
    assert await bundles.get(scan_id, NAME) == CONTENT


async def test_a_bundle_belongs_to_its_scan(bundles: Bundles) -> None:
    scan_id = new_scan_id()
    await bundles.put(scan_id, NAME, CONTENT)
    for wrong in ((new_scan_id(), NAME), (scan_id, OTHER)):
        with pytest.raises(NotFound):
            await bundles.get(*wrong)


async def test_dropping_removes_all_of_one_scan_and_nothing_else(bundles: Bundles) -> None:
    scan_id, neighbour = new_scan_id(), new_scan_id()
    for each, name in ((scan_id, NAME), (scan_id, OTHER), (neighbour, NAME)):
        await bundles.put(each, name, CONTENT)
    await bundles.drop(scan_id)
    await bundles.drop(scan_id)
    for name in (NAME, OTHER):
        with pytest.raises(NotFound):
            await bundles.get(scan_id, name)
    assert await bundles.get(neighbour, NAME) == CONTENT

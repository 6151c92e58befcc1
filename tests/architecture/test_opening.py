"""Every packed room opens by itself: without credentials, network, the repository or packages it
does not ask for, and within its budget."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from elara.manifests import published
from elara.manifests.load import load_all
from elara.manifests.model import Manifest
from terraform.stage import Checkout
from tests.architecture.opening import DoesNotOpen, Opened, open_packed, pack
from tests.architecture.tree import FUNCTIONS, ROOT

ROOMS = load_all(FUNCTIONS)
WITH_GRPC = {"firestore", "pubsub", "tasks"}

ROOM = """\
summary: Say hello
kind: route
route: {method: GET, path: /hello}
permission: public
responses: {200: {description: Hello}}
egress: none
import_ms: 2000
"""
DOOR = """\
import functions_framework.aio
%s

@functions_framework.aio.http
async def hello(request):
    return "hello"
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Opened]]]:
    """All rooms, opened two at a time: more would measure one another."""
    out = tmp_path_factory.mktemp("build")

    def pack_and_open(room: Manifest) -> Opened:
        return open_packed(pack(room.name, out), room.extras, room.import_ms)

    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {room.name: pool.submit(pack_and_open, room) for room in ROOMS}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_packed_room_opens_within_its_budget(
    room: Manifest, opened: dict[str, Future[Opened]]
) -> None:
    found = opened[room.name].result()
    assert found.app == "Starlette"
    assert found.ms <= room.import_ms
    assert not [file for file in found.files if file.startswith(f"{ROOT}/shared")]
    if not WITH_GRPC & set(room.extras):
        assert "grpc" not in found.modules


def test_the_api_document_is_packed_where_it_is_published(tmp_path: Path) -> None:
    packed = pack("openapi", tmp_path) / "elara" / "manifests" / "openapi.json"
    assert packed.read_bytes() == published.render(FUNCTIONS)
    assert not (pack("health", tmp_path) / "elara" / "manifests" / "openapi.json").exists()


def hello(root: Path, line: str, manifest: str = ROOM) -> Checkout:
    folder = root / "functions" / "hello"
    folder.mkdir(parents=True)
    (folder / "function.yaml").write_text(manifest, "utf-8")
    (folder / "main.py").write_text(DOOR % line, "utf-8")
    return Checkout(ROOT, root / "functions")


def opens(root: Path, line: str, *extras: str) -> Opened:
    manifest = ROOM + f"extras: [{', '.join(extras)}]\n"
    folder = pack("hello", root / "build", hello(root, line, manifest))
    return open_packed(folder, extras, 2000)


def test_a_room_with_what_it_needs_opens(tmp_path: Path) -> None:
    assert "valkey" in opens(tmp_path, "import valkey", "valkey").modules


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("import valkey", "valkey is not among the requirements"),
        ("import google.cloud.firestore", "google.cloud.firestore is not among"),
        ("import pytest", "pytest is not among the requirements"),
        ("import tests.architecture.house", "No module named 'tests'"),
        ("import socket; socket.getaddrinfo('localhost', 80)", "while importing"),
        ("import socket; socket.socket().connect(('127.0.0.1', 9))", "while importing"),
    ],
)
def test_a_room_that_reaches_for_more_does_not_open(
    tmp_path: Path, line: str, complaint: str
) -> None:
    with pytest.raises(DoesNotOpen, match=complaint):
        opens(tmp_path, line)


def test_the_budget_is_measured_before_it_is_believed(tmp_path: Path) -> None:
    assert opens(tmp_path, "import time; time.sleep(0.2)").ms >= 200

from pathlib import Path

import pytest

from elara.manifests.load import InvalidManifest, load, load_all, load_beside
from elara.manifests.model import PushRoom, RouteRoom, ScheduleRoom, StageRoom
from elara.scoring.model import Stage
from tests.unit.manifests import rooms


def test_the_folder_is_the_name_and_the_kind_decides_the_type(tmp_path: Path) -> None:
    root = rooms.write(
        tmp_path,
        url_analysis=rooms.STAGE,
        get_thing=rooms.ROUTE,
        sweep=rooms.SCHEDULE,
        dead_letter=rooms.PUSH,
    )
    found = load_all(root)
    assert [(type(room), room.name) for room in found] == [
        (PushRoom, "dead_letter"),
        (RouteRoom, "get_thing"),
        (ScheduleRoom, "sweep"),
        (StageRoom, "url_analysis"),
    ]


def test_a_route_has_what_its_file_says(tmp_path: Path) -> None:
    room = load(rooms.write(tmp_path, get_thing=rooms.ROUTE) / "get_thing/function.yaml")
    assert isinstance(room, RouteRoom)
    assert (room.route.method, room.route.parameters) == ("GET", ("thing_id",))
    assert (room.query[0].name, room.query[0].maximum) == ("wait", 30)
    assert room.responses[200].headers[0].name == "ETag"
    assert (room.memory, room.timeout, room.concurrency, room.max_instances) == (
        "256Mi",
        30,
        80,
        20,
    )


def test_a_stage_room_knows_its_stage(tmp_path: Path) -> None:
    room = load(rooms.write(tmp_path, url_analysis=rooms.STAGE) / "url_analysis/function.yaml")
    assert isinstance(room, StageRoom)
    assert room.stage is Stage.URL_ANALYSIS


def test_a_door_reads_the_manifest_beside_it(tmp_path: Path) -> None:
    root = rooms.write(tmp_path, get_thing=rooms.ROUTE)
    deployed = (root / "get_thing").rename(tmp_path / "workspace")
    assert load_beside(str(deployed / "main.py"), "get_thing").name == "get_thing"


def test_folders_without_a_manifest_are_no_rooms(tmp_path: Path) -> None:
    root = rooms.write(tmp_path, get_thing=rooms.ROUTE)
    (root / "__pycache__").mkdir()
    assert [room.name for room in load_all(root)] == ["get_thing"]


@pytest.mark.parametrize(
    ("text", "old", "new", "problem"),
    [
        (rooms.ROUTE, "kind: route", "kind: rote", "kind: Input tag 'rote'"),
        (rooms.ROUTE, "kind: route\n", "", "kind: Unable to extract tag"),
        (rooms.ROUTE, "method: GET", "method: FETCH", "route.method: "),
        (rooms.ROUTE, "/api/v2", "api//v2", "route.path: "),
        (rooms.ROUTE, "{name: wait,", "{name: wait, kid: 1,", "query.0.kid: Extra inputs"),
        (rooms.ROUTE, "things.read", "read", "permission: "),
        (rooms.ROUTE, "elara.scans.model:", "os:", "responses.200.model: "),
        (rooms.ROUTE, "[401, ", "[", "lists 401"),
        (rooms.ROUTE, "egress: none", "egress: some", "egress: "),
        (rooms.ROUTE, "import_ms: 900", "memory: 1TB", "memory: "),
        (rooms.ROUTE, "import_ms: 900", "", "import_ms: Field required"),
        (rooms.ROUTE, "import_ms: 900", "import_ms: 900\nmin_instances: 21", "above max"),
        (rooms.ROUTE, "import_ms: 900", "import_ms: 900\nname: other", "name: the folder"),
        (rooms.STAGE, "kind: stage", "kind: stage\ntopic: x", "topic: Extra inputs"),
        (rooms.STAGE, "egress: none", "egress: hostile\nsecrets: [KEY]", "holds no secrets"),
        (rooms.SCHEDULE, "*/15 * * * *", "hourly", "schedule: "),
        (rooms.PUSH, "scan-dead", "X", "topic: "),
        (rooms.PUSH, "summary: Keep it", "summary: [", "while parsing"),
        (rooms.PUSH, rooms.PUSH, "- a list", "not a mapping"),
    ],
)
def test_a_wrong_manifest_names_the_file_and_the_field(
    tmp_path: Path, text: str, old: str, new: str, problem: str
) -> None:
    assert old in text
    path = rooms.write(tmp_path, url_analysis=text.replace(old, new)) / "url_analysis/function.yaml"
    with pytest.raises(InvalidManifest) as raised:
        load(path)
    assert problem in "; ".join(raised.value.problems)
    assert str(path) in str(raised.value)


def test_a_stage_room_is_named_as_a_stage(tmp_path: Path) -> None:
    path = rooms.write(tmp_path, url_reading=rooms.STAGE) / "url_reading/function.yaml"
    with pytest.raises(InvalidManifest, match="no stage is called url_reading"):
        load(path)

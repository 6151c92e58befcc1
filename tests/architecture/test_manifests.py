"""Manifests agree with the workflow, the published routes, the settings and the clients used."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from elara.events import model as events
from elara.manifests.load import load_all
from elara.manifests.model import Manifest, PushRoom, RouteRoom, StageRoom
from elara.runtime.settings import Settings
from elara.scoring.model import Stage
from tests.architecture import house
from tests.architecture.tree import FUNCTIONS, ROOT

ROOMS = load_all(FUNCTIONS)
ROUTES = tuple(room for room in ROOMS if isinstance(room, RouteRoom))
STAGES = tuple(room for room in ROOMS if isinstance(room, StageRoom))

HOSTILE = {"content_scan"}
"""The only rooms that may talk to anybody."""

PROVIDERS = {"ai_consensus", "dns_analysis", "reputation", "ti_ingest", "ti_lookup"}
"""The only rooms that may talk to providers."""

SIGNERS = {"final_score", "replay_scan"}
"""The only rooms that may hold the key that signs verdicts."""

SERVICES = {"firestore", "kms", "publisher", "storage", "tasks", "valkey"}
"""Clients of `runtime/clients.py` that have an extra of their own."""

_CALL = re.compile(r'"\{name\}", "([a-z_]+)"')


def stage_calls(workflow: Any) -> Iterator[tuple[str, str]]:
    """Each step that calls a room by its literal name, and that name."""
    if isinstance(workflow, list):
        for each in workflow:
            yield from stage_calls(each)
    elif isinstance(workflow, dict):
        for step, body in workflow.items():
            if called := _called(body):
                yield from ((step, name) for name in called)
            else:
                yield from stage_calls(body)


def _called(step: Any) -> list[str]:
    if not isinstance(step, dict):
        return []
    call = step.get("try", step)
    arguments = call.get("args", {}) if isinstance(call, dict) else {}
    if isinstance(call, dict) and call.get("call") == "run_stage":
        return [arguments["stage"]]
    url = arguments.get("url", "") if isinstance(arguments, dict) else ""
    return _CALL.findall(url)


def test_the_workflow_calls_exactly_the_stage_rooms_in_steps_of_their_names() -> None:
    calls = list(stage_calls(yaml.safe_load((ROOT / "workflows" / "scan.yaml").read_text("utf-8"))))
    assert sorted(calls) == sorted((room.name, room.name) for room in STAGES)


def test_every_stage_has_its_room() -> None:
    assert sorted(room.stage for room in STAGES) == sorted(Stage)


def test_a_call_is_found_inside_branches_and_retries() -> None:
    steps = {
        "steps": [
            {"one": {"call": "run_stage", "args": {"stage": "one"}}},
            {"all": {"parallel": {"branches": [{"b": {"steps": [_posting("two")]}}]}}},
            {"note": {"assign": [{"url": '"{name}", "three"'}]}},
        ]
    }
    assert list(stage_calls(steps)) == [("one", "one"), ("two", "two")]


def _posting(name: str) -> dict[str, Any]:
    url = f'${{text.replace_all(sys.get_env("FUNCTION_URL"), "{{name}}", "{name}")}}'
    return {name: {"try": {"call": "http.post", "args": {"url": url}}}}


def test_published_routes_stay() -> None:
    pinned = yaml.safe_load((ROOT / "tests/architecture/routes.yaml").read_text("utf-8"))
    actual = {room.name: f"{room.route.method} {room.route.path}" for room in ROUTES}
    assert {name: actual.get(name) for name in pinned} == pinned


def test_no_two_rooms_answer_the_same_request() -> None:
    requests = Counter(
        (room.route.method, re.sub(r"\{\w+\}", "{}", room.route.path)) for room in ROUTES
    )
    assert not {request: count for request, count in requests.items() if count > 1}


def test_routes_that_are_not_public_live_under_the_version() -> None:
    private = [room for room in ROUTES if not room.public]
    assert private
    assert not [room.name for room in private if not room.route.path.startswith("/api/v2/")]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_talks_only_to_whom_its_place_allows(room: Manifest) -> None:
    expected = dict.fromkeys(HOSTILE, "hostile") | dict.fromkeys(PROVIDERS, "providers")
    assert room.egress == expected.get(room.name, "none")


def test_the_key_that_signs_is_held_where_verdicts_are_made() -> None:
    assert {room.name for room in ROOMS if "SIGNING_KEY" in room.secrets} == SIGNERS


def test_other_secrets_are_provider_keys_held_where_providers_are_asked() -> None:
    for room in ROOMS:
        others = set(room.secrets) - {"SIGNING_KEY"}
        assert room.egress == "providers" or not others, room.name
        given = {f"ELARA_{secret}": "hush" for secret in room.secrets}
        settings = Settings.from_env(given)
        assert len(settings.keys) == len(room.secrets)
        assert "hush" not in repr(settings)


def test_pushed_topics_are_published_ones() -> None:
    topics = {value for name, value in vars(events).items() if name.isupper()}
    assert {room.topic for room in ROOMS if isinstance(room, PushRoom)} <= topics


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_door_uses_the_clients_its_extras_bring(room: Manifest) -> None:
    door = (FUNCTIONS / room.name / "main.py").read_text("utf-8")
    clients = house.imported_from(door, "elara.runtime.clients")
    needed = {"pubsub" if name == "publisher" else name for name in clients}
    services = {"pubsub" if name == "publisher" else name for name in SERVICES}
    assert needed <= set(room.extras)
    assert services & set(room.extras) <= needed

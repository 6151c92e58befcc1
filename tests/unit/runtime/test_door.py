"""The door: path parameters, problems instead of crashes, bodies, logs without secrets."""

import json
import logging
import textwrap
from pathlib import Path
from typing import Any

import pytest
from functions_framework.aio import create_asgi_app
from starlette.requests import Request
from starlette.testclient import TestClient

from elara.errors import TooLarge
from elara.runtime.door import raw_body
from elara.runtime.settings import Settings

MANIFEST = """
summary: Try the door
kind: route
route: {method: POST, path: "/things/{thing_id}/open"}
permission: public
responses: {200: {description: ok}}
egress: none
import_ms: 1000
"""
DOOR = """
from pydantic import BaseModel
from starlette.responses import JSONResponse
from elara.errors import NotFound, Unavailable
from elara.runtime.door import body, client_ip, door, integer

class Thing(BaseModel):
    size: int

@door
async def trial(request, thing_id):
    if thing_id == "crash":
        raise ZeroDivisionError("secret-in-crash")
    if thing_id == "gone":
        raise NotFound("No such thing.")
    if thing_id == "busy":
        raise Unavailable("Later.", retry_after=7)
    thing = await body(request, Thing)
    return JSONResponse({
        "id": thing_id, "size": thing.size, "ip": client_ip(request),
        "wait": integer(request, "wait", 3, 0, 30), "permission": request.state.permission,
    })
"""


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    room = tmp_path / "trial"
    room.mkdir()
    (room / "function.yaml").write_text(MANIFEST)
    (room / "main.py").write_text(textwrap.dedent(DOOR))
    return TestClient(create_asgi_app("trial", str(room / "main.py")))


def post(client: TestClient, thing: str, content: Any = None, **options: Any) -> Any:
    given = json.dumps({"size": 1}) if content is None else content
    return client.post(f"/things/{thing}/open", content=given, **options)


def test_path_parameters_come_from_the_manifest(client: TestClient) -> None:
    answer = post(client, "t1", headers={"X-Forwarded-For": "6.6.6.6, 198.51.100.9"})
    assert answer.json() == {
        "id": "t1",
        "size": 1,
        "ip": "198.51.100.9",
        "wait": 3,
        "permission": "public",
    }


@pytest.mark.parametrize(
    ("thing", "content", "status", "code"),
    [
        ("gone", None, 404, "not_found"),
        ("busy", None, 503, "unavailable"),
        ("crash", None, 500, "internal"),
        ("t", "{", 400, "malformed"),
        ("t", "[" * 20_000, 400, "malformed"),
        ("t", "\xff", 400, "malformed"),
        ("t", '{"size": "x"}', 422, "unprocessable"),
        ("t", " " * 70_000, 413, "too_large"),
    ],
)
def test_errors_are_problems(
    client: TestClient, thing: str, content: str | None, status: int, code: str
) -> None:
    answer = post(client, thing, content)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["instance"].endswith(answer.headers["x-request-id"])
    assert "secret-in-crash" not in answer.text


@pytest.mark.parametrize("path", ["/", "/things//open", "/things/a/b/open", "/other/t/open"])
def test_a_path_that_is_not_the_routes_is_not_found(client: TestClient, path: str) -> None:
    answer = client.post(path, content='{"size": 1}')
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_body_is_refused_before_it_is_read_whole() -> None:
    chunks = 0

    async def endless() -> dict[str, Any]:
        nonlocal chunks
        chunks += 1
        return {"type": "http.request", "body": b" " * 10_000, "more_body": True}

    request = Request({"type": "http", "method": "POST", "headers": []}, endless)
    with pytest.raises(TooLarge):
        await raw_body(request)
    assert chunks == 7


@pytest.mark.parametrize(
    ("proxies", "forwarded", "ip"),
    [
        (1, "6.6.6.6, 198.51.100.9", "198.51.100.9"),
        (2, "6.6.6.6, 198.51.100.9, 10.0.0.1", "198.51.100.9"),
        (2, "198.51.100.9", "198.51.100.9"),
        (0, "6.6.6.6", "testclient"),
        (1, "", "testclient"),
    ],
)
def test_only_our_own_proxies_are_believed(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    proxies: int,
    forwarded: str,
    ip: str,
) -> None:
    monkeypatch.setattr("elara.runtime.door.settings", lambda: Settings(proxies=proxies))
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert post(client, "t1", headers=headers).json()["ip"] == ip


def test_problems_point_at_the_field(client: TestClient) -> None:
    answer = post(client, "t", '{"size": "x"}')
    assert answer.json()["errors"][0]["pointer"] == "/size"
    waiting = client.post("/things/t/open?wait=99", content='{"size": 1}')
    assert waiting.json()["errors"][0]["pointer"] == "/query/wait"


def test_retry_after_is_a_header(client: TestClient) -> None:
    assert post(client, "busy").headers["retry-after"] == "7"


def test_every_line_carries_function_and_trace(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("elara").handlers.clear()
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    post(client, "crash", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    logging.getLogger("elara").handlers.clear()
    assert [line["severity"] for line in lines] == ["ERROR", "INFO"]
    assert {line["function"] for line in lines} == {"trial"}
    assert {line["trace_id"] for line in lines} == {trace}
    assert lines[0]["logging.googleapis.com/trace"].endswith(trace)
    assert lines[1]["status"] == 500

"""Which function a request is for, and what the gateway adds to it."""

import re

import pytest
from starlette.requests import Request

from elara.errors import MethodNotAllowed, NotFound
from elara.manifests.model import Endpoint, Manifest, RouteRoom, StageRoom
from emulators.gateway import Routes, forwarded_headers


def room(name: str, method: str, path: str) -> RouteRoom:
    return RouteRoom(
        kind="route",
        name=name,
        summary="A room",
        egress="none",
        import_ms=1,
        route=Endpoint.model_validate({"method": method, "path": path}),
        permission="public",
        responses={200: {"description": "Fine"}},  # type: ignore[dict-item]
    )


STAGE = StageRoom(kind="stage", name="url_analysis", summary="A stage", egress="none", import_ms=1)
ROOMS: tuple[Manifest, ...] = (
    room("get_scan", "GET", "/api/v2/scans/{scan_id}"),
    room("delete_scan", "DELETE", "/api/v2/scans/{scan_id}"),
    room("export_scans", "GET", "/api/v2/scans/export"),
    room("list_scans", "GET", "/api/v2/scans"),
    STAGE,
)


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("GET", "/api/v2/scans", "list_scans"),
        ("GET", "/api/v2/scans/scn_1", "get_scan"),
        ("DELETE", "/api/v2/scans/scn_1", "delete_scan"),
        ("GET", "/api/v2/scans/export", "export_scans"),
        ("GET", "/api/v2/scans/a%2Fb", "get_scan"),
    ],
)
def test_requests_find_their_function(method: str, path: str, name: str) -> None:
    assert Routes(ROOMS).find(method, path) == name


@pytest.mark.parametrize("path", ["/", "/url_analysis", "/api/v2/scans/", "/api/v2/scans/a/b"])
def test_nothing_but_routes_is_public(path: str) -> None:
    with pytest.raises(NotFound):
        Routes(ROOMS).find("GET", path)


def test_another_method_is_told_which_there_are() -> None:
    with pytest.raises(MethodNotAllowed, match=re.escape("DELETE, GET")):
        Routes(ROOMS).find("PUT", "/api/v2/scans/scn_1")


def request(*headers: tuple[str, str]) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/",
            "headers": raw,
            "scheme": "http",
            "client": ("127.0.0.1", 5),
            "server": ("127.0.0.1", 80),
        }
    )


def test_the_callers_address_comes_last_and_what_is_of_one_hop_goes() -> None:
    sent = request(
        ("host", "api.test"),
        ("connection", "keep-alive"),
        ("x-api-key", "k"),
        ("x-forwarded-for", "203.0.113.9"),
    )
    headers = dict(forwarded_headers(sent, "ab" * 16))
    assert headers[b"x-forwarded-for"] == b"203.0.113.9, 127.0.0.1"
    assert headers[b"x-forwarded-host"] == b"api.test"
    assert headers[b"x-api-key"] == b"k"
    assert headers[b"traceparent"].startswith(f"00-{'ab' * 16}-".encode())
    assert not {b"connection", b"host"} & set(headers)


def test_a_trace_that_came_along_is_kept() -> None:
    came = f"00-{'cd' * 16}-{'12' * 8}-01"
    headers = forwarded_headers(request(("traceparent", came)), "cd" * 16)
    traces = [value for name, value in headers if name == b"traceparent"]
    assert traces == [came.encode()]

"""The conventions of the API: what is answered when, and to whom."""

import httpx
import pytest
from openapi_spec_validator import validate
from valkey.asyncio import Valkey

from emulators.world import World
from tests.e2e.conftest import Api

PAGE = "https://accounts.northwind-mail.com/login"
UNKNOWN_ID = "scn_01890a5d-ac96-774b-bcce-b302099a8057"


async def test_a_submission_says_where_the_scan_is_and_when_to_look(api: Api) -> None:
    answer = await api.http.post("/api/v2/scans", json={"url": PAGE, "force": True})
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/api/v2/scans/{answer.json()['id']}"
    assert int(answer.headers["retry-after"]) >= 1
    assert answer.headers["ratelimit-policy"] == '"caller";q=10000;w=60'
    assert answer.headers["ratelimit"].startswith('"caller";r=')
    found = await api.http.get(answer.headers["location"], params={"wait": 30})
    assert found.json()["status"] == "done"


async def test_a_fresh_result_is_answered_at_once(api: Api) -> None:
    first = await api.scanned(PAGE)
    again = await api.http.post(
        "/api/v2/scans", json={"url": "hxxps://accounts[.]northwind-mail[.]com/login#x"}
    )
    assert again.status_code == 200
    assert again.json()["cached"] is True
    assert again.json()["url_id"] == first["url_id"]


async def test_an_idempotency_key_makes_repeating_safe(api: Api) -> None:
    headers = {"Idempotency-Key": UNKNOWN_ID + PAGE}
    one = {"url": PAGE, "force": True}
    first = await api.http.post("/api/v2/scans", json=one, headers=headers)
    again = await api.http.post("/api/v2/scans", json=one, headers=headers)
    assert first.json()["id"] == again.json()["id"]
    other = await api.http.post("/api/v2/scans", json={"url": PAGE}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


async def test_an_entity_tag_saves_sending_what_is_known(api: Api) -> None:
    scan = await api.scanned(PAGE)
    path = f"/api/v2/scans/{scan['id']}"
    first = await api.http.get(path)
    known = {"If-None-Match": first.headers["etag"]}
    assert (await api.http.get(path, headers=known)).status_code == 304
    assert first.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/api/v2/scans", b"{", 400, "malformed"),
        ("POST", "/api/v2/scans", b'{"url": "http://127.0.0.1/"}', 422, "invalid_url"),
        ("POST", "/api/v2/scans", b'{"url": "ftp://x.example/"}', 422, "invalid_url"),
        ("POST", "/api/v2/scans", b'{"link": "x"}', 422, "unprocessable"),
        ("POST", "/api/v2/scans", b" " * 70_000, 413, "too_large"),
        ("GET", f"/api/v2/scans/{UNKNOWN_ID}", b"", 404, "not_found"),
        ("GET", "/api/v2/scans/not-an-id", b"", 404, "not_found"),
        ("GET", f"/api/v2/scans/{UNKNOWN_ID}?wait=31", b"", 400, "malformed"),
        ("GET", "/api/v2/scans?limit=0", b"", 400, "malformed"),
        ("GET", "/api/v2/scans?cursor=nonsense", b"", 400, "malformed"),
        ("DELETE", f"/api/v2/scans/{UNKNOWN_ID}", b"", 404, "not_found"),
        ("POST", f"/api/v2/scans/{UNKNOWN_ID}/rerun", b"", 404, "not_found"),
        ("GET", "/nowhere", b"", 404, "not_found"),
        ("GET", "/url_analysis", b"", 404, "not_found"),
        ("PUT", "/api/v2/scans", b"", 405, "method_not_allowed"),
        ("GET", "/api/v2/scans/a%2fb", b"", 404, "not_found"),
        ("POST", "/api/v2/scans/a%2Fb/rerun", b"", 404, "not_found"),
        ("GET", "/api/v2/scans/%2e%2e/x", b"", 404, "not_found"),
        ("GET", "/api/v2/scans?cursor=" + "W" * 17_000, b"", 414, "uri_too_long"),
    ],
)
async def test_what_is_wrong_is_a_problem_document(
    api: Api, method: str, path: str, body: bytes, status: int, code: str
) -> None:
    answer = await api.http.request(method, path, content=body)
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_headers_nobody_asked_for_do_no_harm(world: World, api: Api) -> None:
    odd = {b"X-Odd": b"\xff\xfe", b"X-Forwarded-For": b"9.9.9.9", b"X-Forwarded-Proto": b"gopher"}
    answer = await api.http.get("/api/v2/scans", headers=odd)
    assert answer.status_code == 200
    long = await api.http.post(
        "/api/v2/scans", json={"url": PAGE}, headers={"Idempotency-Key": "k" * 256}
    )
    assert (long.status_code, long.json()["code"]) == (400, "malformed")


async def test_a_blocked_address_cannot_talk_itself_out_of_it(world: World, stranger: Api) -> None:
    valkey = Valkey.from_url(world.layout.function_env()["ELARA_VALKEY"])
    await valkey.set("block:127.0.0.1", "1", ex=20)
    try:
        for headers in (
            {},
            {"X-Forwarded-For": "9.9.9.9"},
            {"X-Forwarded-For": "9.9.9.9, 8.8.8.8"},
        ):
            answer = await stranger.http.get("/api/v2/scans", headers=headers)
            assert answer.status_code == 403
    finally:
        await valkey.delete("block:127.0.0.1")
        await valkey.aclose()


@pytest.mark.parametrize("key", ["", "elk_nonsense", "Bearer x"])
async def test_without_a_key_nothing_is_told(world: World, key: str) -> None:
    headers = {"X-Api-Key": key} if key else {}
    async with httpx.AsyncClient(base_url=world.layout.gateway, headers=headers) as stranger:
        for method, path in (
            ("POST", "/api/v2/scans"),
            ("GET", "/api/v2/scans"),
            ("GET", f"/api/v2/scans/{UNKNOWN_ID}"),
            ("DELETE", f"/api/v2/scans/{UNKNOWN_ID}"),
            ("POST", f"/api/v2/scans/{UNKNOWN_ID}/rerun"),
        ):
            answer = await stranger.request(method, path)
            assert answer.status_code == 401
            assert "www-authenticate" in answer.headers


async def test_another_organisation_finds_nothing(api: Api, stranger: Api) -> None:
    scan = await api.scanned(PAGE)
    path = f"/api/v2/scans/{scan['id']}"
    for method, target in (("GET", path), ("DELETE", path), ("POST", f"{path}/rerun")):
        answer = await stranger.http.request(method, target)
        unknown = await stranger.http.request(method, target.replace(scan["id"], UNKNOWN_ID))
        assert answer.status_code == unknown.status_code == 404
        assert answer.json()["detail"] == unknown.json()["detail"]
    assert (await stranger.http.get("/api/v2/scans")).json()["scans"] == []
    fresh = await stranger.http.post("/api/v2/scans", json={"url": PAGE})
    assert fresh.status_code == 202
    assert (await api.http.get(path)).status_code == 200


async def test_a_deleted_scan_is_gone_everywhere(api: Api) -> None:
    scan = await api.scanned("https://www.riverside-library.org/catalogue/2024/spring/index.html")
    path = f"/api/v2/scans/{scan['id']}"
    assert (await api.http.delete(path)).status_code == 204
    assert (await api.http.get(path)).status_code == 404
    again = await api.http.post("/api/v2/scans", json={"url": scan["url"]})
    assert again.status_code == 202


async def test_the_list_goes_page_by_page(stranger: Api) -> None:
    made = {await stranger.submit(f"https://accounts.northwind-mail.com/{n}") for n in range(5)}
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await stranger.http.get("/api/v2/scans", params=params)).json()
        seen += [scan["id"] for scan in page["scans"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert made <= set(seen)
    assert len(seen) == len(set(seen))


async def test_health_and_the_published_description(api: Api) -> None:
    assert (await api.http.get("/health")).json()["ok"] is True
    document = (await api.http.get("/openapi.json")).json()
    validate(document)
    assert document["paths"]["/api/v2/scans"]["post"]["operationId"] == "submit_scan"

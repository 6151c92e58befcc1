"""Anybody can check what a scan said, without asking us again."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from elara.cli import verifying
from elara.signing.canonical import canonical, strictly_parsed
from elara.signing.jwks import key_set
from elara.signing.model import Part, Unverified
from elara.signing.verify import verify
from emulators.world import World
from tests.e2e.conftest import Api

PHISH = "hxxps://paypal-secure-login[.]account-verify[.]top/signin"
JWKS = "/.well-known/jwks.json"


async def bundle(api: Api, scan_id: str) -> bytes:
    answer = await api.http.get(f"/api/v2/scans/{scan_id}/bundle")
    assert answer.status_code == 200, answer.text
    return answer.content


async def test_the_keys_are_public_and_hold_no_secret(world: World) -> None:
    async with httpx.AsyncClient(base_url=world.layout.gateway) as stranger:
        answer = await stranger.get(JWKS)
        wrong = await stranger.post(JWKS)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jwk-set+json"
    assert "max-age" in answer.headers["cache-control"]
    (key,) = answer.json()["keys"]
    assert key.keys() == {"kty", "crv", "x", "kid", "alg", "use"}
    assert wrong.status_code == 405


async def test_a_verdict_verifies_offline_and_a_changed_one_does_not(
    world: World, api: Api, tmp_path: Path
) -> None:
    scan = await api.scanned(PHISH)
    content = await bundle(api, scan["id"])
    keys = (await api.http.get(JWKS)).content
    document = strictly_parsed(content)
    assert canonical(document) == content

    found = verify(document, key_set(keys))
    said = found.statement
    assert (said.scan_id, said.url) == (scan["id"], scan["url"])
    assert (said.verdict.level, said.verdict.score) == ("malicious", scan["verdict"]["score"])
    assert found.records == sum(map(len, document["evidence"].values())) > 5

    (tmp_path / "bundle.json").write_bytes(content)
    (tmp_path / "jwks.json").write_bytes(keys)
    for source in (str(tmp_path / "jwks.json"), world.layout.gateway + JWKS):
        answer = verifying.verified(tmp_path / "bundle.json", source, None)
        assert answer.code == 0, answer.lines

    document["statement"]["verdict"]["level"] = "clean"
    assert refused(document, keys) is Part.SIGNATURE
    document = strictly_parsed(content)
    document["evidence"]["url_analysis"][0]["data"]["host"] = "paypal.com"
    assert refused(document, keys) is Part.RECORD
    (tmp_path / "bundle.json").write_text(json.dumps(document))
    assert (
        verifying.verified(tmp_path / "bundle.json", str(tmp_path / "jwks.json"), None).code == 65
    )


async def test_the_private_key_is_in_no_answer_and_no_log(world: World, api: Api) -> None:
    scan = await api.scanned(PHISH)
    pem = world.layout.signing_key.read_text("utf-8")
    secret = pem.splitlines()[1]
    shown = [json.dumps(scan), (await bundle(api, scan["id"])).decode()]
    shown += [path.read_text("utf-8", "replace") for path in world.layout.logs.iterdir()]
    assert len(shown) > 5
    assert not [text[:80] for text in shown if secret in text]


def refused(document: Any, keys: bytes) -> Part:
    with pytest.raises(Unverified) as caught:
        verify(document, key_set(keys))
    return caught.value.part

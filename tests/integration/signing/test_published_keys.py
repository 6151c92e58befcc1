"""The room that publishes the keys, behind its door; and the key a world makes for itself."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from elara.runtime.settings import Settings
from elara.signing.jwks import Jwks, Revoked, key_set
from elara.signing.local import LocalSigner
from emulators.signing import make_key
from functions.get_jwks import main
from tests.unit.signing.specimen import KEYS, NEW, OLD

PATH = "/.well-known/jwks.json"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    main._document.cache_clear()
    yield
    main._document.cache_clear()


async def asked(monkeypatch: pytest.MonkeyPatch, jwks: str) -> httpx.Response:
    monkeypatch.setattr(main, "settings", lambda: Settings(jwks=jwks))
    app = Starlette(routes=[Route("/{path:path}", main.get_jwks)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://room") as client:
        return await client.get(PATH)


async def test_anybody_may_read_and_keep_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = await asked(monkeypatch, KEYS.model_dump_json())
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jwk-set+json"
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert key_set(answer.content) == KEYS


async def test_a_revoked_key_is_named_where_no_library_takes_it_for_a_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gone = Revoked(kid=OLD.jwk.kid, revoked_at=datetime(2026, 11, 24, tzinfo=UTC), reason="Copied.")
    given = Jwks(keys=(NEW.jwk,), revoked=(gone,))
    answer = (await asked(monkeypatch, given.model_dump_json())).json()
    assert [key["kid"] for key in answer["keys"]] == [NEW.jwk.kid]
    assert answer["revoked"] == [
        {"kid": OLD.jwk.kid, "revoked_at": "2026-11-24T00:00:00Z", "reason": "Copied."}
    ]


@pytest.mark.parametrize("given", ["", '{"keys": []}', "nowhere.json"])
async def test_no_keys_are_an_error_and_not_an_empty_set(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await asked(monkeypatch, given)
    assert (answer.status_code, answer.json()["code"]) == (500, "no_signing_key")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_private_key_in_the_set_is_never_served(monkeypatch: pytest.MonkeyPatch) -> None:
    private = '{"keys": [' + OLD.jwk.model_dump_json()[:-1] + ', "d": "hush"}]}'
    answer = await asked(monkeypatch, private)
    assert answer.status_code == 500
    assert "hush" not in answer.text


def test_the_key_of_a_world_is_its_owners_alone(tmp_path: Path) -> None:
    key, jwks = tmp_path / "signing.pem", tmp_path / "jwks.json"
    key.touch(mode=0o644)
    make_key(key, jwks)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    signer = LocalSigner.from_pem(key.read_bytes())
    assert key_set(jwks.read_bytes()).keys == (signer.jwk,)
    make_key(key, jwks)
    assert key_set(jwks.read_bytes()).keys != (signer.jwk,)

"""Cloud KMS: the checks its documentation asks for, deadlines, and errors in our words."""

import asyncio
import time
from collections.abc import Callable

import httpx
import pytest

from elara.errors import NotFound, Unavailable
from elara.runtime import clients
from elara.runtime.settings import Settings
from elara.signing.jwks import Jwks
from elara.signing.keys import check
from elara.signing.kms import ATTEMPTS, KmsSigner
from elara.signing.model import NoKey
from elara.signing.setup import signer
from emulators.kms import Fault
from tests.contract.signing.conftest import KEY, Cloud

DAMAGES = (Fault.DAMAGED, Fault.UNVERIFIED, Fault.OTHER_VERSION)


@pytest.mark.parametrize("fault", DAMAGES)
async def test_an_answer_that_came_damaged_is_asked_for_again(cloud: Cloud, fault: Fault) -> None:
    made = cloud.signer()
    keys = Jwks(keys=(await made.jwk(),))
    cloud.kms.faults.append(fault)
    check(await made.sign(b"message"), b"message", keys)
    assert cloud.kms.signed == 2


@pytest.mark.parametrize("fault", DAMAGES)
async def test_but_not_for_ever(cloud: Cloud, fault: Fault) -> None:
    made = cloud.signer()
    await made.jwk()
    cloud.kms.faults.extend([fault] * ATTEMPTS)
    with pytest.raises(Unavailable, match="whole"):
        await made.sign(b"message")
    assert cloud.kms.signed == ATTEMPTS


@pytest.mark.parametrize("fault", [Fault.DAMAGED, Fault.OTHER_VERSION])
async def test_a_damaged_public_key_is_asked_for_again(cloud: Cloud, fault: Fault) -> None:
    made = cloud.signer()
    cloud.kms.faults.append(fault)
    expected = next(iter(cloud.kms.versions.values())).key.public_key().public_bytes_raw()
    assert (await made.jwk()).raw == expected
    cloud.kms.faults.append(Fault.UNAVAILABLE)
    assert (await made.jwk()).raw == expected, "it is asked for once"


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.DENIED])
async def test_a_refusal_is_unavailable(cloud: Cloud, fault: Fault) -> None:
    made = cloud.signer()
    await made.jwk()
    cloud.kms.faults.append(fault)
    with pytest.raises(Unavailable) as caught:
        await made.sign(b"message")
    assert caught.value.retry_after == 1


async def test_slowness_ends_at_the_deadline(cloud: Cloud) -> None:
    made = cloud.signer(deadline=0.3)
    await made.jwk()
    cloud.kms.faults.append(Fault.SLOW)
    began = time.monotonic()
    with pytest.raises(Unavailable):
        await made.sign(b"message")
    assert time.monotonic() - began < 2


async def test_a_version_that_is_not_there_or_not_enabled(cloud: Cloud) -> None:
    with pytest.raises(NotFound):
        await cloud.signer(f"{KEY}/cryptoKeyVersions/99").sign(b"message")
    made = cloud.signer()
    await made.jwk()
    for version in cloud.kms.versions.values():
        version.state = "DISABLED"
    with pytest.raises(NoKey, match="verdicts/cryptoKeyVersions/1"):
        await made.sign(b"message")


async def test_another_algorithm_is_refused(cloud: Cloud) -> None:
    version = cloud.kms.create(KEY, "EC_SIGN_P256_SHA256")
    with pytest.raises(NoKey, match="Ed25519"):
        await cloud.signer(version.name).sign(b"message")


async def test_nobody_listens(
    free_port: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = Settings(kms=f"127.0.0.1:{free_port()}")
    monkeypatch.setattr(clients, "settings", lambda: nowhere)
    with pytest.raises(Unavailable):
        await KmsSigner(clients.kms.__wrapped__(), f"{KEY}/cryptoKeyVersions/1").sign(b"message")


async def test_many_signatures_at_once(cloud: Cloud) -> None:
    made = cloud.signer()
    keys = Jwks(keys=(await made.jwk(),))
    messages = [str(number).encode() for number in range(40)]
    signed = await asyncio.gather(*(made.sign(message) for message in messages))
    for signature, message in zip(signed, messages, strict=True):
        check(signature, message, keys)


async def test_the_wire_is_the_documented_one(cloud: Cloud) -> None:
    """As https://cloud.google.com/kms/docs/reference/rest shows it, without any client library."""
    base = f"http://{cloud.address}/v1"
    async with httpx.AsyncClient(trust_env=False) as http:
        made = (await http.post(f"{base}/{KEY}/cryptoKeyVersions", json={})).json()
        assert made["name"] == f"{KEY}/cryptoKeyVersions/1"
        found = (await http.get(f"{base}/{made['name']}/publicKey")).json()
        assert found.keys() == {"pem", "algorithm", "pemCrc32c", "name", "protectionLevel"}
        assert (found["algorithm"], found["name"]) == ("EC_SIGN_ED25519", made["name"])
        ask = f"{base}/{made['name']}:asymmetricSign"
        answer = (await http.post(ask, json={"data": "bWVzc2FnZQ=="})).json()
        assert answer["verifiedDataCrc32c"] is False
        wrong = await http.post(ask, json={"data": "bWVzc2FnZQ==", "dataCrc32c": "1"})
        assert wrong.json()["error"]["status"] == "INVALID_ARGUMENT"
        digest = await http.post(ask, json={"digest": {"sha256": "AA=="}})
        assert digest.json()["error"]["code"] == 400


async def test_a_rotation_in_the_cloud(cloud: Cloud) -> None:
    """The steps of the runbook: publish, then sign; the old one still verifies."""
    old, new = cloud.signer(), cloud.signer()
    before = await old.sign(b"before")
    both = Jwks(keys=(await old.jwk(), await new.jwk())).model_dump_json()
    config = Settings.from_env(
        {"ELARA_SIGNING_KEY": f"{KEY}/cryptoKeyVersions/2", "ELARA_JWKS": both}
    )
    ring = signer(config, lambda: cloud.client)
    assert isinstance(ring.signer, KmsSigner)
    after = await ring.sign(b"after")
    assert after.kid == (await new.jwk()).kid != before.kid
    check(before, b"before", ring.published)
    check(after, b"after", ring.published)

"""Bundles and replay in a whole world: what a user of the API and of the command sees."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from google.auth.credentials import AnonymousCredentials
from google.cloud.firestore import AsyncClient
from google.cloud.storage import Client

from elara.bundles.open import opened
from elara.bundles.replay import judged_again
from elara.bundles.storage import StorageBundles
from elara.rules.ruleset import bundled, current
from elara.scans.firestore import FirestoreScans
from elara.scans.model import Scan
from elara.scans.revise import Reviser
from elara.signing.jwks import Jwks
from elara.signing.local import LocalSigner
from elara.signing.verify import verify
from emulators.world import World
from tests.e2e.conftest import Api
from tests.e2e.test_cli import elara

PHISH = "https://paypal-secure-login.account-verify.top/signin"
OLDER = "2026.11.1"


@pytest.fixture
async def reviser(world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Reviser]:
    """Writes revisions into the world, as a room of another version would."""
    layout = world.layout
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", layout.address(layout.ports.firestore))
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", layout.url(layout.ports.storage))
    documents = AsyncClient(layout.project, credentials=AnonymousCredentials())
    objects = Client(layout.project, credentials=AnonymousCredentials())
    signer = LocalSigner.from_pem(layout.signing_key.read_bytes())
    yield Reviser(FirestoreScans(documents), StorageBundles(objects, layout.project), signer)
    await documents._firestore_api.transport.close()


async def rejudged(reviser: Reviser, scan_id: str, version: str) -> Scan:
    """The scan with a further revision under another ruleset."""
    scan, _ = await reviser.store.load(scan_id, ())
    assert scan is not None
    assert scan.seal is not None
    bundle = opened(await reviser.bundles.get(scan_id, scan.seal.bundle))
    judgement = judged_again(bundle, bundled(version))
    inputs, at = bundle.statement.inputs, reviser.clock()
    made = await reviser.revise(scan, judgement, inputs, at, scan.recipients)
    assert made is not None
    await reviser.store.settle(scan_id)
    return made[0]


async def test_a_scan_has_a_bundle_that_verifies_and_replays(api: Api) -> None:
    scan = await api.scanned(PHISH)
    answer = await api.http.get(f"/api/v2/scans/{scan['id']}/bundle")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    name = hashlib.sha256(answer.content).hexdigest()
    assert answer.headers["etag"] == f'"{name}"'
    assert scan["seal"]["bundle"] == name
    keys = Jwks.model_validate_json((await api.http.get("/.well-known/jwks.json")).content)
    checked = verify(json.loads(answer.content), keys)
    assert checked.statement.evidence_root == scan["seal"]["evidence_root"]
    assert answer.json()["statement"]["verdict"] == scan["verdict"]
    replay = await api.http.post(f"/api/v2/scans/{scan['id']}/replay", json={})
    assert replay.status_code == 200
    assert replay.json()["replay"]["equal"] is True
    assert replay.json()["kept_as"] is None


async def test_re_scoring_makes_revisions_and_keeps_all_of_them(api: Api, reviser: Reviser) -> None:
    scan = await api.scanned(PHISH)
    path = f"/api/v2/scans/{scan['id']}"
    first = (await api.http.get(f"{path}/bundle")).content
    await rejudged(reviser, scan["id"], OLDER)
    second = (await api.http.get(f"{path}/bundle")).content
    assert json.loads(second)["statement"]["verdict"]["ruleset"] == OLDER

    compared = (await api.http.post(f"{path}/replay", json={"ruleset": current().version})).json()
    assert compared["replay"]["difference"]["before"]["ruleset"] == OLDER
    assert compared["replay"]["difference"]["after"]["ruleset"] == current().version
    kept = await api.http.post(f"{path}/replay", json={"keep": True})
    assert kept.json()["kept_as"] == 3
    again = await api.http.post(f"{path}/replay", json={"keep": True})
    assert again.json()["kept_as"] is None, "nothing new to keep"

    shown = (await api.http.get(path)).json()
    assert shown["revision"] == 3
    assert shown["verdict"] == scan["verdict"], "the same ruleset comes to the same verdict"
    for number, content in ((1, first), (2, second)):
        params = {"revision": number}
        assert (await api.http.get(f"{path}/bundle", params=params)).content == content
    assert (await api.http.get(f"{path}/bundle", params={"revision": 4})).status_code == 404


async def test_bundles_go_with_their_scan(api: Api, reviser: Reviser) -> None:
    scan = await api.scanned(PHISH)
    await rejudged(reviser, scan["id"], OLDER)
    bundles = reviser.bundles
    assert isinstance(bundles, StorageBundles)
    prefix = f"bundles/{scan['id']}/"
    assert len(list(bundles._client.list_blobs(bundles._bucket, prefix=prefix))) == 2
    assert (await api.http.delete(f"/api/v2/scans/{scan['id']}")).status_code == 204
    assert not list(bundles._client.list_blobs(bundles._bucket, prefix=prefix))


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"ruleset": "../2026.11.1"}', 422, "unknown_ruleset"),
        (b'{"ruleset": "2026.11.1", "keep": true}', 422, "unknown_ruleset"),
        (b'{"rules": 1}', 422, "unprocessable"),
        (b"{", 400, "malformed"),
    ],
)
async def test_a_replay_that_cannot_be_is_a_problem(
    api: Api, body: bytes, status: int, code: str
) -> None:
    scan = await api.scanned(PHISH)
    answer = await api.http.post(f"/api/v2/scans/{scan['id']}/replay", content=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_another_organisation_finds_neither(api: Api, stranger: Api) -> None:
    scan = await api.scanned(PHISH)
    path = f"/api/v2/scans/{scan['id']}"
    assert (await stranger.http.get(f"{path}/bundle")).status_code == 404
    answer = await stranger.http.post(f"{path}/replay", json={"keep": True})
    assert answer.status_code == 404
    assert (await api.http.get(path)).json()["revision"] == 1


async def test_the_command_brings_a_bundle_home_and_replays_it(
    world: World, api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = await api.scanned(PHISH)
    monkeypatch.chdir(tmp_path)
    saved = elara(world, "get", scan["id"], "--bundle")
    assert saved.returncode == 0, saved.stderr
    file = tmp_path / saved.stdout.strip()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == scan["seal"]["bundle"]
    for source in (str(file), scan["id"]):
        done = elara(world, "replay", source)
        assert (done.returncode, "byte-equal" in done.stdout) == (0, True), done.stderr
    other = elara(world, "replay", str(file), "--ruleset", OLDER)
    assert other.returncode == 1
    assert f"replayed under {OLDER}" in other.stdout
    assert elara(world, "replay", "scn_01890a5d-ac96-774b-bcce-b302099a8057").returncode == 69

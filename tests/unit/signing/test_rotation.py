"""The file of published keys through a rotation, as the runbook goes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from elara.cli.publishing import changed
from elara.signing.jwks import Jwks, published
from elara.signing.keys import pem_of
from elara.signing.local import new_key
from elara.signing.model import NoKey, Part, Unverified
from elara.signing.ring import KeyRing
from elara.signing.verify import verify
from tests.unit.signing.specimen import FOREIGN, KEYS, NEW, OLD, bundle

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_rotation_step_by_step(tmp_path: Path) -> None:
    file = tmp_path / "jwks.json"
    for signer in (OLD, NEW):
        pem = tmp_path / f"{signer.jwk.kid}.pem"
        pem.write_bytes(pem_of(signer.jwk))
        assert changed(file, pem, None, "").code == 0
    assert published(str(file)) == KEYS
    both = changed(file, None, None, "")
    assert both.lines == (f"published  {OLD.jwk.kid}", f"published  {NEW.jwk.kid}")
    verify(bundle(OLD), published(str(file)))
    verify(bundle(NEW), published(str(file)))

    answer = changed(file, None, OLD.jwk.kid, "The key was copied.", lambda: NOW)
    assert answer.lines[1] == f"revoked    {OLD.jwk.kid}  2026-11-24  The key was copied."
    after = published(str(file))
    verify(bundle(NEW), after)
    with pytest.raises(Unverified, match=r"The key was copied\.") as caught:
        verify(bundle(OLD), after)
    assert caught.value.part is Part.REVOKED_KEY
    assert not list(tmp_path.glob("*.new"))


async def test_a_revoked_key_signs_no_more() -> None:
    after = KEYS.revoking(OLD.jwk.kid, "Copied.", NOW)
    with pytest.raises(NoKey, match="revoked"):
        await KeyRing(OLD, after).sign(b"message")
    with pytest.raises(NoKey, match="revoked"):
        after.adding(OLD.jwk)
    with pytest.raises(NoKey, match="not published"):
        KEYS.revoking(FOREIGN.jwk.kid, "Copied.", NOW)


def test_publishing_twice_is_publishing_once() -> None:
    assert len(KEYS.adding(OLD.jwk).keys) == 2
    assert Jwks().adding(OLD.jwk).keys == (OLD.jwk,)


def test_what_cannot_be_done_changes_nothing(tmp_path: Path) -> None:
    file, private = tmp_path / "jwks.json", tmp_path / "private.pem"
    file.write_text(KEYS.model_dump_json())
    private.write_bytes(new_key())
    secret = new_key().decode().splitlines()[1]
    for answer in (
        changed(file, private, None, ""),
        changed(file, tmp_path / "none.pem", None, ""),
        changed(tmp_path / "none.json", None, None, ""),
        changed(private, None, None, ""),
        changed(file, None, "nobody", "Copied."),
        changed(file, None, OLD.jwk.kid, ""),
    ):
        assert answer.code >= 64
        assert secret not in "".join(answer.lines)
    assert published(str(file)) == KEYS

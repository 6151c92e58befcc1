"""`elara verify` as a person runs it, and openssl beside it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from elara.cli import verifying
from elara.signing.jwks import Jwks, Revoked
from tests.integration.signing.conftest import Serve
from tests.unit.signing.specimen import FOREIGN, KEYS, NEW, OLD, Tree, bundle

OPENSSL = shutil.which("openssl")


def elara(folder: Path, *arguments: object, given: bytes = b"") -> Any:
    command = [sys.executable, "-c", "from elara.cli.main import app; app()", "verify"]
    return subprocess.run(
        [*command, *map(str, arguments)],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        input=given,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys.json"
    path.write_text(KEYS.model_dump_json())
    return path


@pytest.fixture
def save(tmp_path: Path) -> Callable[[Tree], Path]:
    def saved(document: Tree) -> Path:
        path = tmp_path / "bundle.json"
        path.write_text(json.dumps(document))
        return path

    return saved


def test_a_bundle_is_verified_and_told_in_words(
    tmp_path: Path, keys: Path, save: Callable[[Tree], Path]
) -> None:
    done = elara(tmp_path, save(bundle()), "--jwks", keys)
    text = done.stdout.decode()
    assert done.returncode == 0, text + done.stderr.decode()
    assert text.startswith("VERIFIED  hxxps[:]//konto-sicherheit[.]example-bank[.]top/anmelden")
    assert "suspicious, 515 of 1000" in text
    assert OLD.jwk.kid in text
    assert "3 records" in text
    assert "https://" not in text
    piped = elara(tmp_path, "-", "--jwks", keys, given=json.dumps(bundle()).encode())
    assert piped.returncode == 0


def test_a_changed_bundle_is_refused_and_the_part_named(
    tmp_path: Path, keys: Path, save: Callable[[Tree], Path]
) -> None:
    document = bundle()
    document["evidence"]["ti_lookup"][0]["reason"] = "quota"
    done = elara(tmp_path, save(document), "--jwks", keys)
    assert done.returncode == 65
    assert done.stdout.startswith(b"NOT VERIFIED  evidence record altered: ti_lookup[0]")
    done = elara(tmp_path, save(document), "--jwks", keys, "--json")
    assert done.returncode == 65
    assert json.loads(done.stdout)["part"] == "evidence record altered"


def test_a_url_that_steers_the_terminal_does_not(
    keys: Path, save: Callable[[Tree], Path], tmp_path: Path
) -> None:
    document = bundle()
    document["evidence"]["\x1b[2J\u202e"] = [{"id": "\x1b[2J"}]
    answer = verifying.verified(save(document), str(keys), None)
    assert answer.code == 65
    assert not [line for line in answer.lines if "\x1b" in line or "\u202e" in line]


@pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
@pytest.mark.parametrize("signer", [OLD, NEW])
def test_openssl_agrees(
    tmp_path: Path, keys: Path, save: Callable[[Tree], Path], signer: Any
) -> None:
    def openssl(folder: Path) -> Any:
        command = verifying.OPENSSL.split()
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=30, check=False)

    document = bundle(signer)
    out = tmp_path / "out"
    assert verifying.verified(save(document), str(keys), out).code == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "key.pem",
        "message.json",
        "signature.bin",
    ]
    said = openssl(out)
    assert (said.returncode, said.stdout.strip()) == (0, b"Signature Verified Successfully")
    assert json.loads((out / "message.json").read_bytes()) == document["statement"]

    document["statement"]["verdict"]["level"] = "clean"
    answer = verifying.verified(save(document), str(keys), tmp_path / "other")
    assert answer.code == 65
    assert answer.lines[0].startswith("NOT VERIFIED  signature")
    assert openssl(tmp_path / "other").returncode == 1
    (out / "message.json").write_bytes(b" " + (out / "message.json").read_bytes())
    assert openssl(out).returncode == 1


def test_keys_come_from_a_url_only_when_one_is_given(
    serve: Serve, save: Callable[[Tree], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    file = save(bundle())
    origin = serve(KEYS.model_dump_json().encode())
    assert verifying.verified(file, f"{origin}/jwks.json", None).code == 0
    assert verifying.verified(file, f"{origin}/moved", None).code == 69
    assert verifying.verified(file, f"{origin}/none.json", None).code == 69
    assert verifying.verified(file, "http://keys.example/jwks.json", None).code == 64
    other = serve(Jwks(keys=(FOREIGN.jwk,)).model_dump_json().encode())
    answer = verifying.verified(file, f"{other}/jwks.json", None)
    assert (answer.code, answer.document["part"]) == (65, "unknown key")
    assert verifying.verified(file, f"{serve(b' ' * 2_000_000)}/jwks.json", None).code == 64


def test_pinned_keys_need_no_network(
    tmp_path: Path, save: Callable[[Tree], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, pinned = save(bundle()), tmp_path / "pinned.json"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(verifying, "PINNED", pinned)
    monkeypatch.delenv("ELARA_JWKS", raising=False)
    assert verifying.verified(file, None, None).code == 64
    pinned.write_text(KEYS.model_dump_json())
    assert verifying.verified(file, None, None).code == 0
    other = tmp_path / "other.json"
    other.write_text(Jwks(keys=(NEW.jwk,)).model_dump_json())
    monkeypatch.setenv("ELARA_JWKS", str(other))
    assert verifying.verified(file, None, None).document["part"] == "unknown key"


def test_keys_in_the_current_directory_are_not_trusted(
    tmp_path: Path, save: Callable[[Tree], Path], monkeypatch: pytest.MonkeyPatch, keys: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(verifying, "PINNED", tmp_path / "none.json")
    monkeypatch.delenv("ELARA_JWKS", raising=False)
    (tmp_path / ".world").mkdir()
    (tmp_path / ".world/current.json").write_text(json.dumps({"jwks": str(keys)}))
    assert verifying.verified(save(bundle()), None, None).document["part"] == "no keys"


def test_a_revoked_key_is_called_by_its_name(
    tmp_path: Path, save: Callable[[Tree], Path], keys: Path
) -> None:
    gone = Revoked(
        kid=OLD.jwk.kid, revoked_at=datetime(2026, 11, 24, tzinfo=UTC), reason="It was copied."
    )
    keys.write_text(Jwks(keys=(NEW.jwk,), revoked=(gone,)).model_dump_json())
    answer = verifying.verified(save(bundle()), str(keys), None)
    assert answer.code == 65
    assert answer.lines[0].startswith("NOT VERIFIED  revoked key: ")
    assert "It was copied." in answer.lines[0]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"a": 1, "a": 2}'])
def test_what_is_no_document_is_refused(tmp_path: Path, keys: Path, content: bytes) -> None:
    (tmp_path / "odd.json").write_bytes(content)
    assert verifying.verified(tmp_path / "odd.json", str(keys), None).code == 65


def test_what_cannot_be_read_is_told(tmp_path: Path, keys: Path) -> None:
    assert verifying.verified(tmp_path / "none.json", str(keys), None).code == 66
    assert verifying.verified(tmp_path, str(keys), None).code == 66
    (tmp_path / "b.json").write_text("{}")
    assert verifying.verified(tmp_path / "b.json", str(tmp_path / "none.json"), None).code == 64

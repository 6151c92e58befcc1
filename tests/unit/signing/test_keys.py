"""Keys: their JWK, thumbprint and PEM; those nobody may use; and that private ones stay private."""

import json
import logging
import pickle
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from elara.runtime.logs import JsonFormatter
from elara.runtime.settings import Settings
from elara.signing.encoding import decoded, encoded
from elara.signing.jwks import Jwk, Jwks, key_set, published, thumbprint
from elara.signing.keys import check, jwk_of, jwk_of_pem, pem_of
from elara.signing.local import LocalSigner, new_key
from elara.signing.model import NoKey, Part, Signature, Unverified
from elara.signing.ring import KeyRing
from elara.signing.setup import signer
from tests.unit.signing.specimen import FOREIGN, KEYS, NEW, OLD

# RFC 8037, appendix A.1 to A.4.
D = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
KID = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
P = 2**255 - 19


def no_kms() -> Any:
    raise AssertionError("Cloud KMS is not asked")


def pem(key: Any) -> bytes:
    content: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return content


async def test_the_example_of_rfc_8037() -> None:
    key = Ed25519PrivateKey.from_private_bytes(decoded(D, 32))
    x = encoded(key.public_key().public_bytes_raw())
    assert thumbprint(x) == KID
    made = LocalSigner.of(key)
    assert made.jwk == Jwk(x=x, kid=KID)
    message = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    expected = (
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    assert (await made.sign(message)).sig == expected


def test_a_key_is_the_same_in_pem_and_jwk() -> None:
    assert jwk_of_pem(pem_of(OLD.jwk)) == OLD.jwk
    assert key_set(KEYS.model_dump_json().encode()) == KEYS
    shown = json.loads(KEYS.model_dump_json())
    assert shown["keys"][0].keys() == {"kty", "crv", "x", "kid", "alg", "use"}
    assert shown["revoked"] == []


@given(st.binary(min_size=64, max_size=64), st.data())
def test_every_value_has_one_spelling(content: bytes, data: st.DataObject) -> None:
    text = encoded(content)
    assert decoded(text, 64) == content
    place = data.draw(st.integers(0, len(text)))
    odd = data.draw(st.sampled_from(["=", "+", "/", " ", "\n", "A", "é"]))
    with pytest.raises(ValueError, match="not"):
        decoded(text[:place] + odd + text[place:], 64)
    other = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"))
    if other != text[-1]:
        try:
            assert decoded(text[:-1] + other, 64) != content
        except ValueError:
            return


def small_order() -> list[bytes]:
    """Every 32 bytes that OpenSSL reads as a point of order 1, 2, 4 or 8."""
    y8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
    ys = (0, 1, P - 1, P, P + 1, y8, P - y8)
    return [(y | sign << 255).to_bytes(32, "little") for y in ys for sign in (0, 1)]


def doubled(y: int) -> int:
    """y of twice the point, on -x^2 + y^2 = 1 + d x^2 y^2 (RFC 8032, section 5.1)."""
    d = -121665 * pow(121666, -1, P)
    x2 = (y * y - 1) * pow(d * y * y + 1, -1, P)
    return (y * y + x2) * pow(1 - d * x2 * y * y, -1, P) % P


@pytest.mark.parametrize("raw", small_order(), ids=bytes.hex)
def test_keys_of_small_order_are_refused(raw: bytes) -> None:
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    assert doubled(doubled(doubled(y % P))) == 1, "eight times the point is nothing"
    with pytest.raises(ValueError, match="small order"):
        Jwk.of(raw)


def test_the_library_takes_them_and_is_fooled() -> None:
    """Why we look: under the neutral element one signature fits every message."""
    raw = (1).to_bytes(32, "little")
    for message in (b"clean", b"malicious"):
        Ed25519PublicKey.from_public_bytes(raw).verify(raw + bytes(32), message)
    x = encoded(raw)
    given_set = {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x, "kid": thumbprint(x)}]}
    forged = Signature(kid=thumbprint(x), sig=encoded(raw + bytes(32)))
    with pytest.raises(Unverified) as caught:
        check(forged, b"clean", key_set(json.dumps(given_set).encode()))
    assert caught.value.part is Part.UNUSABLE_KEY


async def test_a_signature_cannot_be_turned_into_another() -> None:
    made = await OLD.sign(b"message")
    raw = decoded(made.sig, 64)
    order = 2**252 + 27742317777372353535851937790883648493
    for times in range(1, 16):
        scalar = int.from_bytes(raw[32:], "little") + times * order
        if scalar < 2**256:
            other = raw[:32] + scalar.to_bytes(32, "little")
            with pytest.raises(Unverified, match="signature"):
                check(Signature(kid=made.kid, sig=encoded(other)), b"message", KEYS)


def jwk(**changes: Any) -> dict[str, Any]:
    return OLD.jwk.model_dump() | changes


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        (jwk(kty="RSA", n="AQAB", e="AQAB"), "OKP"),
        (jwk(kty="EC", crv="P-256", y="AA"), "OKP"),
        (jwk(kty="oct", k="AA"), "OKP"),
        (jwk(crv="X25519"), "Ed25519"),
        (jwk(alg="HS256"), "EdDSA"),
        (jwk(use="enc"), "sig"),
        (jwk(x=OLD.jwk.x + "="), "base64url"),
        (jwk(x=OLD.jwk.x[:-2]), "base64url"),
        (jwk(x=NEW.jwk.x), "thumbprint"),
        (jwk(d=D), "private half"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_keys_of_another_kind_are_seen_and_not_used(odd: dict[str, Any], why: str) -> None:
    document = json.dumps({"keys": [odd, NEW.jwk.model_dump()]}).encode()
    found = key_set(document)
    assert found.keys == (NEW.jwk,)
    with pytest.raises(Unverified, match=why) as caught:
        found.find(OLD.jwk.kid)
    assert caught.value.part is Part.UNUSABLE_KEY
    with pytest.raises(NoKey, match=why) as refused:
        published(document.decode())
    assert D not in f"{refused.value}{refused.value.__cause__}{found}{caught.value}"


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"{}",
        b'{"keys": 1}',
        b'{"keys": [{"kty": "OKP"}]}',
        b'{"keys": [1]}',
        b'{"keys": [], "keys": []}',
        b'{"keys": [], "revoked": [{"kid": "a"}]}',
        b'{"keys": [], "revoked": 7}',
    ],
)
def test_what_is_no_key_set_is_told(document: bytes) -> None:
    with pytest.raises(NoKey):
        key_set(document)


def test_nothing_is_published_rather_than_nonsense(tmp_path: Any) -> None:
    for given_set in ("", "{}", '{"keys": []}', str(tmp_path / "none.json"), str(tmp_path)):
        with pytest.raises(NoKey):
            published(given_set)
    (tmp_path / "jwks.json").write_text(KEYS.model_dump_json())
    assert published(str(tmp_path / "jwks.json")) == published(KEYS.model_dump_json()) == KEYS


@pytest.mark.parametrize("form", ["text", "path"])
async def test_the_signer_of_a_process_is_made_from_its_settings(form: str, tmp_path: Any) -> None:
    key = new_key()
    (tmp_path / "key.pem").write_bytes(key)
    jwks = Jwks(keys=(LocalSigner.from_pem(key).jwk, OLD.jwk)).model_dump_json()
    given_key = key.decode() if form == "text" else str(tmp_path / "key.pem")
    config = Settings.from_env({"ELARA_SIGNING_KEY": given_key, "ELARA_JWKS": jwks})
    ring = signer(config, no_kms)
    check(await ring.sign(b"message"), b"message", published(jwks))
    secret = key.decode().splitlines()[1]
    assert secret not in repr(config) + repr(ring)


@pytest.mark.parametrize(
    ("key", "jwks"),
    [
        ("", KEYS.model_dump_json()),
        ("nowhere/key.pem", KEYS.model_dump_json()),
        ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", KEYS.model_dump_json()),
        (new_key().decode(), ""),
    ],
)
def test_without_its_keys_nothing_signs(key: str, jwks: str) -> None:
    config = Settings.from_env({"ELARA_SIGNING_KEY": key, "ELARA_JWKS": jwks})
    with pytest.raises(NoKey):
        signer(config, no_kms)


async def test_a_key_ring_signs_only_with_a_published_key() -> None:
    signed = await KeyRing(NEW, KEYS).sign(b"message")
    assert signed.kid == NEW.jwk.kid
    with pytest.raises(NoKey, match="unknown key"):
        await KeyRing(FOREIGN, KEYS).sign(b"message")


async def test_a_key_ring_lets_no_broken_signature_out() -> None:
    class Broken:
        async def sign(self, message: bytes) -> Signature:
            return await OLD.sign(message + b"!")

    with pytest.raises(NoKey, match="signature"):
        await KeyRing(Broken(), KEYS).sign(b"message")


OTHER_KEYS: dict[str, Any] = {
    "rsa": rsa.generate_private_key(65537, 2048),
    "p256": ec.generate_private_key(ec.SECP256R1()),
    "x25519": x25519.X25519PrivateKey.generate(),
}


@pytest.mark.parametrize("kind", OTHER_KEYS)
def test_only_ed25519_signs_and_verifies(kind: str) -> None:
    key = OTHER_KEYS[kind]
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(NoKey, match="Ed25519"):
        LocalSigner.from_pem(pem(key))
    with pytest.raises(NoKey, match="Ed25519"):
        jwk_of_pem(public)


def test_a_private_key_never_shows() -> None:
    key = Ed25519PrivateKey.generate()
    text = pem(key)
    secrets = (text.decode().splitlines()[1], key.private_bytes_raw().hex(), encoded(text))
    made = LocalSigner.from_pem(text)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    shown = [repr(made), str(made), f"{made.jwk}", repr(KeyRing(made, KEYS)), pem_of(made.jwk)]
    for broken in (text[:-40], text.replace(b"PRIVATE", b"PUBLIC"), b"\n" + locked, text[30:]):
        with pytest.raises(NoKey) as caught:
            LocalSigner.from_pem(broken)
        error = caught.value
        record = logging.LogRecord("elara", 40, "", 0, "%s", (error,), None)
        record.exc_info = (NoKey, error, error.__traceback__)
        shown.append(JsonFormatter("p").format(record))
        assert error.__cause__ is None
    assert not [each for each in shown for secret in secrets if secret in str(each)]
    with pytest.raises(TypeError):
        pickle.dumps(made)


def test_a_jwk_shows_its_public_key_only() -> None:
    key = Ed25519PrivateKey.generate()
    assert jwk_of(key.public_key()).raw == key.public_key().public_bytes_raw()

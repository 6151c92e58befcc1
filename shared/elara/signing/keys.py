"""Public keys in use: PEM, and whether a signature holds."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from elara.signing.encoding import decoded
from elara.signing.jwks import Jwk, Jwks
from elara.signing.model import NoKey, Part, Signature, Unverified

SIGNATURE_BYTES = 64


def jwk_of(key: Ed25519PublicKey) -> Jwk:
    """The JWK of a public key."""
    return Jwk.of(key.public_bytes_raw())


def jwk_of_pem(pem: bytes) -> Jwk:
    """The JWK of a public key in PEM (SubjectPublicKeyInfo, RFC 8410). Raises NoKey."""
    try:
        key = load_pem_public_key(pem)
        if not isinstance(key, Ed25519PublicKey):
            raise NoKey("The key is not an Ed25519 key.")
        return jwk_of(key)
    except ValueError as error:
        raise NoKey("This is not the PEM of a public Ed25519 key.") from error


def pem_of(jwk: Jwk) -> bytes:
    """The key as other tools read it: PEM of its SubjectPublicKeyInfo (RFC 8410)."""
    return _loaded(jwk).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signature_bytes(signature: Signature) -> bytes:
    """The 64 bytes of the signature. Raises Unverified."""
    try:
        return decoded(signature.sig, SIGNATURE_BYTES)
    except ValueError as error:
        raise Unverified(Part.SIGNATURE, f"sig is {error}.") from error


def check(signature: Signature, message: bytes, keys: Jwks) -> None:
    """Raises Unverified unless a key of the set made `signature` over `message`.

    OpenSSL, below, refuses a scalar that is not reduced (RFC 8032, section 5.1.7), so nobody can
    turn one valid signature into another; keys of small order, which it takes, are never in `keys`.
    """
    key = keys.find(signature.kid)
    try:
        _loaded(key).verify(signature_bytes(signature), message)
    except InvalidSignature as error:
        detail = f"The statement is not what {signature.kid} signed."
        raise Unverified(Part.SIGNATURE, detail) from error


def _loaded(jwk: Jwk) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(jwk.raw)

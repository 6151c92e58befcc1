"""A signing key in this process: for the emulated world, and where there is no Cloud KMS."""

from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from elara.signing.encoding import encoded
from elara.signing.jwks import Jwk
from elara.signing.keys import jwk_of
from elara.signing.model import NoKey, Signature


@dataclass(frozen=True, slots=True)
class LocalSigner:
    """Signs with a private key it holds, and shows the public one only."""

    jwk: Jwk
    _key: Ed25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def of(cls, key: Ed25519PrivateKey) -> Self:
        return cls(jwk_of(key.public_key()), key)

    @classmethod
    def from_pem(cls, pem: bytes) -> Self:
        """The key in `pem` (PKCS#8, not encrypted). Raises NoKey, which says nothing of it."""
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            # The cause may have been made from the key.
            raise NoKey("The signing key is not the PEM of a private key.") from None
        if not isinstance(key, Ed25519PrivateKey):
            raise NoKey("The signing key is not an Ed25519 key.")
        return cls.of(key)

    async def sign(self, message: bytes) -> Signature:
        return Signature(kid=self.jwk.kid, sig=encoded(self._key.sign(message)))


def new_key() -> bytes:
    """A new private key as PEM (PKCS#8), from the system's randomness."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

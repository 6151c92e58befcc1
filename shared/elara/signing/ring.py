"""The key ring: one key that signs, among all that are published."""

from dataclasses import dataclass

from elara.signing.jwks import Jwks
from elara.signing.keys import check
from elara.signing.model import NoKey, Signature, Signer, Unverified


@dataclass(frozen=True, slots=True)
class KeyRing:
    """A signer whose every signature can be verified with what is published."""

    signer: Signer
    published: Jwks

    async def sign(self, message: bytes) -> Signature:
        """The signature of `message`, checked as anybody else would check it.

        Raises NoKey when the signing key is not published or is revoked, or when the signature
        does not hold (a broken device must not leave a trace of its key); Unavailable when the
        key does not answer in time.
        """
        made = await self.signer.sign(message)
        try:
            check(made, message, self.published)
        except Unverified as error:
            raise NoKey(f"What was signed could not be verified: {error}") from error
        return made

"""A signing key that never leaves Cloud KMS.

Wire format: https://cloud.google.com/kms/docs/reference/rest, methods `asymmetricSign` and
`getPublicKey`; checks: https://cloud.google.com/kms/docs/data-integrity-guidelines.
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

import google_crc32c
from google.api_core import exceptions
from google.cloud.kms_v1 import CryptoKeyVersion, KeyManagementServiceClient
from google.cloud.kms_v1.types import AsymmetricSignResponse, PublicKey

from elara.cloud.calls import calling
from elara.errors import Unavailable
from elara.signing.encoding import encoded
from elara.signing.jwks import Jwk
from elara.signing.keys import SIGNATURE_BYTES, jwk_of_pem
from elara.signing.model import NoKey, Signature

DEADLINE = 5.0
"""Seconds one signature may take, all attempts included."""
ATTEMPTS = 3
"""How often an answer that was damaged on its way is asked for again."""

ALGORITHM = CryptoKeyVersion.CryptoKeyVersionAlgorithm.EC_SIGN_ED25519

Answer = TypeVar("Answer", PublicKey, AsymmetricSignResponse)


class KmsSigner:
    """Signs with one key version: `projects/*/locations/*/keyRings/*/cryptoKeys/*/
    cryptoKeyVersions/*`, of algorithm EC_SIGN_ED25519.

    The client is the one for REST, which is synchronous, so calls run in a thread.
    """

    def __init__(
        self, client: KeyManagementServiceClient, version: str, deadline: float = DEADLINE
    ) -> None:
        self._client = client
        self._version = version
        self._deadline = deadline
        self._jwk: Jwk | None = None

    def __repr__(self) -> str:
        return f"KmsSigner({self._version!r})"

    async def jwk(self) -> Jwk:
        """The public key; asked for once. Raises NoKey (not an Ed25519 key), Unavailable."""
        if self._jwk is None:
            request = {"name": self._version}
            found = await self._asked(self._client.get_public_key, request, self._whole_key)
            if found.algorithm != ALGORITHM:
                raise NoKey(f"{self._version} does not sign with Ed25519.")
            self._jwk = jwk_of_pem(found.pem.encode())
        return self._jwk

    async def sign(self, message: bytes) -> Signature:
        """Ed25519 signs the message itself, so `data` is sent and no digest."""
        kid = (await self.jwk()).kid
        request = {
            "name": self._version,
            "data": message,
            "data_crc32c": google_crc32c.value(message),
        }
        made = await self._asked(self._client.asymmetric_sign, request, self._whole_signature)
        return Signature(kid=kid, sig=encoded(made.signature))

    async def _asked(
        self,
        method: Callable[..., Answer],
        request: dict[str, Any],
        whole: Callable[[Answer], bool],
    ) -> Answer:
        """The first of a few answers that came whole. Raises NoKey, NotFound, Unavailable."""
        async with calling("Cloud KMS", self._deadline):
            for _ in range(ATTEMPTS):
                answer = await asyncio.to_thread(self._called, method, request)
                if whole(answer):
                    return answer
        raise Unavailable("Cloud KMS: its answers did not come whole.", retry_after=1)

    def _called(self, method: Callable[..., Answer], request: dict[str, Any]) -> Answer:
        try:
            return method(request=request, timeout=self._deadline, retry=None)
        except exceptions.BadRequest as error:
            # A disabled version, or too long a message: asking again would not help.
            raise NoKey(f"Cloud KMS does not sign this with {self._version}.") from error

    def _whole_key(self, answer: PublicKey) -> bool:
        return answer.name == self._version and answer.pem_crc32c == google_crc32c.value(
            answer.pem.encode()
        )

    def _whole_signature(self, answer: AsymmetricSignResponse) -> bool:
        return (
            answer.name == self._version
            and answer.verified_data_crc32c
            and answer.signature_crc32c == google_crc32c.value(answer.signature)
            and len(answer.signature) == SIGNATURE_BYTES
        )

"""What a signature is, who can make one, and what can be wrong with a signed document."""

from enum import StrEnum
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from elara.errors import ElaraError, Unprocessable

STATEMENT = "elara.verdict/1"
"""`type` of what is signed: one revision of a verdict and all it depends on."""
BUNDLE = "elara.bundle/1"
"""`type` of a statement together with its signatures and its evidence."""


class Signature(BaseModel):
    """An Ed25519 signature (RFC 8032) over the canonical JSON (RFC 8785) of a statement."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kid: str
    """RFC 7638 thumbprint of the public key."""
    alg: Literal["EdDSA"] = "EdDSA"
    sig: str
    """base64url without padding."""


class Signer(Protocol):
    """Holds a private key, or knows who does."""

    async def sign(self, message: bytes) -> Signature:
        """The signature of `message`. Raises Unavailable when the key does not answer in time."""
        ...


class Part(StrEnum):
    """Which part of a signed document does not hold."""

    DOCUMENT = "document malformed"
    """Not JSON that has one meaning, or neither a bundle nor a signed statement."""
    STATEMENT = "statement malformed"
    UNKNOWN_KEY = "unknown key"
    REVOKED_KEY = "revoked key"
    UNUSABLE_KEY = "unusable key"
    """The key set has it, but nobody may rely on it: another type, small order, wrong kid."""
    SIGNATURE = "signature"
    RECORD = "evidence record altered"
    ROOT = "evidence root"
    CITATION = "citation"
    """An entry of the ledger cites evidence that is not there."""
    SUM = "sum"
    """Entries do not sum to their stage, or stages to the score."""


class Unverified(Unprocessable):
    """The document cannot be relied upon."""

    code = "unverified"

    def __init__(self, part: Part, detail: str) -> None:
        super().__init__(detail)
        self.part = part

    def __str__(self) -> str:
        return f"{self.part}: {self.detail}"


class NotCanonical(ElaraError):
    """The value has no canonical JSON."""

    code = "not_canonical"


class NoKey(ElaraError):
    """No usable signing key is set up."""

    code = "no_signing_key"

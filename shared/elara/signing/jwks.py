"""Published keys: JWK (RFC 7517, RFC 8037), thumbprint (RFC 7638), and the set of them.

A revoked key is not among `keys`, where any JOSE library would accept it, but in a member of our
own, `revoked`, which others ignore as RFC 7517 section 5 asks.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from elara.signing.canonical import canonical, strictly_parsed
from elara.signing.encoding import decoded, encoded
from elara.signing.model import NoKey, Part, Unverified

MEDIA_TYPE = "application/jwk-set+json"
"""RFC 7517, section 8.5.2."""

_FIELD = 2**255 - 19
_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_SMALL_ORDER = frozenset({0, 1, _FIELD - 1, _ORDER_8, _FIELD - _ORDER_8})
"""The y coordinates of the eight points whose order divides 8, Curve25519's cofactor."""


class Jwk(BaseModel):
    """A public Ed25519 key (RFC 8037, section 2) that signs. Its `kid` is its thumbprint."""

    # A private key put here by mistake must not be repeated by an error.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    x: str
    """The 32 bytes of the key, base64url."""
    kid: str
    alg: Literal["EdDSA"] = "EdDSA"
    use: Literal["sig"] = "sig"

    @classmethod
    def of(cls, public: bytes) -> Self:
        """The key with the 32 bytes `public`. Raises ValueError when it is not sound."""
        x = encoded(public)
        return cls(x=x, kid=thumbprint(x))

    @property
    def raw(self) -> bytes:
        return decoded(self.x, 32)

    @model_validator(mode="before")
    @classmethod
    def _public(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and "d" in given:
            raise ValueError("its private half is in the key set")
        return given

    @model_validator(mode="after")
    def _sound(self) -> Self:
        """Under a key of small order one signature fits many messages; libraries accept it."""
        y = int.from_bytes(self.raw, "little") & (2**255 - 1)
        if y >= _FIELD or y in _SMALL_ORDER:
            raise ValueError("it is a point of small order, or spelt in a second way")
        if self.kid != thumbprint(self.x):
            raise ValueError("its kid is not its thumbprint")
        return self


class Revoked(BaseModel):
    """A key that nobody may rely on any more, whenever it signed: a thief chooses the date."""

    model_config = ConfigDict(frozen=True)

    kid: str
    revoked_at: AwareDatetime
    reason: str


class Jwks(BaseModel):
    """The published keys: the one that signs, those before it, those to come; and the revoked."""

    model_config = ConfigDict(frozen=True)

    keys: tuple[Jwk, ...] = ()
    revoked: tuple[Revoked, ...] = ()
    unusable: dict[str, str] = Field(default={}, exclude=True)
    """Why a key of the set, by its kid, cannot be relied upon."""

    def find(self, kid: str) -> Jwk:
        """The key to check a signature with. Raises Unverified."""
        for gone in self.revoked:
            if gone.kid == kid:
                when = gone.revoked_at.isoformat()
                raise Unverified(Part.REVOKED_KEY, f"{kid} was revoked on {when}: {gone.reason}")
        for key in self.keys:
            if key.kid == kid:
                return key
        if kid in self.unusable:
            detail = f"{kid} is in the key set, but {self.unusable[kid]}."
            raise Unverified(Part.UNUSABLE_KEY, detail)
        raise Unverified(Part.UNKNOWN_KEY, f"The key set has no {kid}.")

    def adding(self, key: Jwk) -> Self:
        """With `key` published as well. Raises NoKey for one that was revoked."""
        if key.kid in {gone.kid for gone in self.revoked}:
            raise NoKey(f"{key.kid} was revoked.")
        others = tuple(each for each in self.keys if each.kid != key.kid)
        return self.model_copy(update={"keys": (*others, key)})

    def revoking(self, kid: str, reason: str, at: datetime) -> Self:
        """Without the key, and with the word that nobody may rely on it. Raises NoKey."""
        kept = tuple(each for each in self.keys if each.kid != kid)
        if len(kept) == len(self.keys):
            raise NoKey(f"{kid} is not published.")
        gone = Revoked(kid=kid, revoked_at=at, reason=reason)
        return self.model_copy(update={"keys": kept, "revoked": (*self.revoked, gone)})


def thumbprint(x: str) -> str:
    """The RFC 7638 thumbprint of the Ed25519 key `x`: SHA-256 over its required members."""
    members = canonical({"crv": "Ed25519", "kty": "OKP", "x": x})
    return encoded(hashlib.sha256(members).digest())


def key_set(document: bytes) -> Jwks:
    """The key set in a JWK Set document; keys of other kinds are `unusable` (RFC 7517, section 5).

    Raises NoKey when it is no key set.
    """
    keys: list[Jwk] = []
    unusable: dict[str, str] = {}
    try:
        tree = strictly_parsed(document)
        revoked = _REVOKED.validate_python(tree.get("revoked", []))
        for each in tree["keys"]:
            try:
                keys.append(Jwk.model_validate(each))
            except ValidationError as error:
                unusable[str(each["kid"])] = _why(error)
    except (Unverified, ValidationError, LookupError, TypeError, AttributeError) as error:
        raise NoKey("This is not a JWK Set.") from error
    return Jwks(keys=tuple(keys), revoked=revoked, unusable=unusable)


def published(given: str) -> Jwks:
    """The key set that Elara publishes, from its setting: the document, or the path of one.

    Raises NoKey when there is none, or one with a key that must not or need not be published.
    """
    if not given:
        raise NoKey("No key is published: ELARA_JWKS is not set.")
    try:
        document = given if given.lstrip().startswith("{") else Path(given).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NoKey("The published key set cannot be read.") from error
    found = key_set(document.encode())
    if found.unusable or not found.keys:
        raise NoKey("; ".join(f"{kid}: {why}" for kid, why in found.unusable.items()) or "No keys.")
    return found


_REVOKED = TypeAdapter(tuple[Revoked, ...])


def _why(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    message = str(first["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}" if place else message

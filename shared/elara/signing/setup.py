"""The signer of this process, from its settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from elara.signing.jwks import published
from elara.signing.local import LocalSigner
from elara.signing.model import NoKey, Signer
from elara.signing.ring import KeyRing


class Config(Protocol):
    """The settings that signing reads; the process's `Settings` is one."""

    @property
    def jwks(self) -> str: ...

    @property
    def signing_key(self) -> str: ...


def signer(config: Config, kms: Callable[[], Any]) -> KeyRing:
    """The key ring: the key that signs, and the published ones. Build once per process.

    `signing_key` is a key version in Cloud KMS, whose client `kms` then makes; or a PEM, or the
    path of one. Raises NoKey.
    """
    return KeyRing(_signer(config.signing_key, kms), published(config.jwks))


def _signer(given: str, kms: Callable[[], Any]) -> Signer:
    if not given:
        raise NoKey("Nothing can be signed: ELARA_SIGNING_KEY is not set.")
    if given.startswith("projects/"):
        from elara.signing.kms import KmsSigner  # noqa: PLC0415 - not loaded where it is not used

        return KmsSigner(kms(), given)
    if given.lstrip().startswith("-----BEGIN"):
        return LocalSigner.from_pem(given.encode())
    try:
        return LocalSigner.from_pem(Path(given).read_bytes())
    except OSError as error:
        raise NoKey("The file of the signing key cannot be read.") from error

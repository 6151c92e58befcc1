"""The signing key of a world: made when it starts, and gone with its files."""

import os
from pathlib import Path

from elara.signing.jwks import Jwks
from elara.signing.local import LocalSigner, new_key


def make_key(key: Path, jwks: Path) -> None:
    """Writes a new private key to `key`, for its owner alone, and the public one to `jwks`."""
    pem = new_key()
    key.unlink(missing_ok=True)
    with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    document = Jwks(keys=(LocalSigner.from_pem(pem).jwk,))
    jwks.write_text(document.model_dump_json(), "utf-8")

"""What every signer does: the one that holds its key, and the one whose key is in Cloud KMS."""

import pytest

from elara.signing.jwks import Jwks
from elara.signing.keys import check
from elara.signing.kms import KmsSigner
from elara.signing.local import LocalSigner, new_key
from elara.signing.model import Unverified
from elara.signing.ring import KeyRing
from tests.contract.signing.conftest import Cloud

Made = tuple[KmsSigner | LocalSigner, Jwks]


@pytest.fixture(params=["local", "kms"])
async def made(request: pytest.FixtureRequest, cloud: Cloud) -> Made:
    if request.param == "local":
        local = LocalSigner.from_pem(new_key())
        return local, Jwks(keys=(local.jwk,))
    kms = cloud.signer()
    return kms, Jwks(keys=(await kms.jwk(),))


@pytest.mark.parametrize("message", [b"\0", b"{}", bytes(range(256)) * 200], ids=len)
async def test_what_it_signs_holds_and_nothing_else_does(made: Made, message: bytes) -> None:
    signer, keys = made
    signature = await signer.sign(message)
    check(signature, message, keys)
    with pytest.raises(Unverified, match="signature"):
        check(signature, message + b" ", keys)


async def test_it_signs_the_same_bytes_the_same_way(made: Made) -> None:
    """RFC 8032 is deterministic: a step delivered twice writes one bundle."""
    signer, _ = made
    assert await signer.sign(b"message") == await signer.sign(b"message")


async def test_it_fits_into_a_key_ring_and_names_its_key(made: Made) -> None:
    signer, keys = made
    signature = await KeyRing(signer, keys).sign(b"message")
    assert signature.kid == keys.keys[0].kid

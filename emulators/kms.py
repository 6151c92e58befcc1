"""A fake Cloud KMS for Ed25519 keys, over REST: `python -m emulators.kms --port 9500`.

https://cloud.google.com/kms/docs/reference/rest: `cryptoKeyVersions` create, patch (of `state`),
getPublicKey and asymmetricSign, with their CRC32C fields and Google's error documents. Keys live
as long as the process. `PUT /_faults` with a JSON list of `Fault` names breaks the next answers.
"""

import argparse
import asyncio
import base64
import binascii
from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any

import google_crc32c
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.ports import HOST

ALGORITHM = "EC_SIGN_ED25519"
_NUMBERS = {ALGORITHM: 40, "EC_SIGN_P256_SHA256": 12, "SOFTWARE": 1}
"""Enumerations as a client gets them that asks for `$alt=json;enum-encoding=int`."""
_SLOW = 30.0
"""Seconds; more than any caller waits."""


class Fault(StrEnum):
    """What may be wrong with the next answer."""

    SLOW = "slow"
    UNAVAILABLE = "unavailable"
    DENIED = "denied"
    DAMAGED = "damaged"
    """The signature or the PEM is not what its checksum says."""
    UNVERIFIED = "unverified"
    """The checksum of the data did not arrive."""
    OTHER_VERSION = "other_version"
    """Another key version answers."""


@dataclass(slots=True)
class Version:
    """A key version."""

    name: str
    key: Ed25519PrivateKey
    algorithm: str = ALGORITHM
    state: str = "ENABLED"


@dataclass(slots=True)
class Kms:
    """All key versions, and the faults to come."""

    versions: dict[str, Version] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    signed: int = 0
    """Signatures asked for."""

    def create(self, key: str, algorithm: str = ALGORITHM) -> Version:
        """The next version of `projects/*/locations/*/keyRings/*/cryptoKeys/*`."""
        number = 1 + sum(name.startswith(f"{key}/") for name in self.versions)
        version = Version(
            f"{key}/cryptoKeyVersions/{number}", Ed25519PrivateKey.generate(), algorithm
        )
        self.versions[version.name] = version
        return version

    async def next_fault(self) -> Fault | None:
        """Takes the next fault; those that concern the whole call happen here."""
        match fault := self.faults.popleft() if self.faults else None:
            case Fault.SLOW:
                await asyncio.sleep(_SLOW)
            case Fault.UNAVAILABLE:
                raise _refused(503, "UNAVAILABLE", "The service is currently unavailable.")
            case Fault.DENIED:
                raise _refused(403, "PERMISSION_DENIED", "Permission denied on resource.")
        return fault

    def usable(self, name: str) -> Version:
        version = self.versions.get(name)
        if version is None:
            raise _refused(404, "NOT_FOUND", f"CryptoKeyVersion {name} not found.")
        if version.state != "ENABLED":
            detail = f"{name} is not enabled, current state is: {version.state}."
            raise _refused(400, "FAILED_PRECONDITION", detail)
        return version

    async def create_version(self, request: Request) -> Response:
        return JSONResponse(_shown(self.create(request.path_params["key"])))

    async def patch_version(self, request: Request) -> Response:
        version = self.versions.get(request.path_params["name"])
        if version is None or request.query_params.get("updateMask") != "state":
            raise _refused(400, "INVALID_ARGUMENT", "Only the state of a version is updated.")
        version.state = (await request.json())["state"]
        return JSONResponse(_shown(version))

    async def public_key(self, request: Request) -> Response:
        fault = await self.next_fault()
        version = self.usable(request.path_params["name"])
        spki = version.key.public_key().public_bytes(
            Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
        )
        checksum = google_crc32c.value(spki)
        pem = spki.decode()
        if fault is Fault.DAMAGED:
            pem = pem.replace("MCow", "MCpw")
        answer = {
            "pem": pem,
            "algorithm": version.algorithm,
            "pemCrc32c": str(checksum),
            "name": _name(version, fault),
            "protectionLevel": "SOFTWARE",
        }
        return JSONResponse(_encoded(answer, request))

    async def sign(self, request: Request) -> Response:
        self.signed += 1
        fault = await self.next_fault()
        version = self.usable(request.path_params["name"])
        body = await request.json()
        if "digest" in body or "data" not in body:
            detail = f"{ALGORITHM} signs data, not a digest."
            raise _refused(400, "INVALID_ARGUMENT", detail)
        data, checksum = _bytes(body["data"]), body.get("dataCrc32c")
        if checksum is not None and int(checksum) != google_crc32c.value(data):
            raise _refused(400, "INVALID_ARGUMENT", "The checksum in data_crc32c does not match.")
        signature = version.key.sign(data)
        answer = {
            "signatureCrc32c": str(google_crc32c.value(signature)),
            "verifiedDataCrc32c": checksum is not None and fault is not Fault.UNVERIFIED,
            "name": _name(version, fault),
            "protectionLevel": "SOFTWARE",
        }
        if fault is Fault.DAMAGED:
            signature = bytes([signature[0] ^ 1]) + signature[1:]
        answer["signature"] = base64.b64encode(signature).decode()
        return JSONResponse(_encoded(answer, request))

    async def put_faults(self, request: Request) -> Response:
        self.faults = deque(map(Fault, await request.json()))
        return Response(status_code=204)


def app(kms: Kms) -> Starlette:
    """`kms` behind its REST paths."""
    return Starlette(
        routes=[
            Route("/_faults", kms.put_faults, methods=["PUT"]),
            Route("/v1/{key:path}/cryptoKeyVersions", kms.create_version, methods=["POST"]),
            Route("/v1/{name:path}/publicKey", kms.public_key),
            Route("/v1/{name:path}:asymmetricSign", kms.sign, methods=["POST"]),
            Route("/v1/{name:path}", kms.patch_version, methods=["PATCH"]),
        ],
        exception_handlers={HTTPException: _problem},
    )


def _refused(code: int, status: str, message: str) -> HTTPException:
    return HTTPException(code, detail=message, headers={"X-Status": status})


async def _problem(_: Request, error: Exception) -> Response:
    """https://cloud.google.com/apis/design/errors#http_mapping."""
    assert isinstance(error, HTTPException)
    given = (error.headers or {}).get("X-Status")
    status = given or HTTPStatus(error.status_code).phrase.upper().replace(" ", "_")
    content = {"code": error.status_code, "message": error.detail, "status": status}
    return JSONResponse({"error": content}, error.status_code)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise _refused(400, "INVALID_ARGUMENT", "Base64 decoding failed.") from None


def _shown(version: Version) -> dict[str, str]:
    return {"name": version.name, "state": version.state, "algorithm": version.algorithm}


def _name(version: Version, fault: Fault | None) -> str:
    return f"{version.name}7" if fault is Fault.OTHER_VERSION else version.name


def _encoded(answer: dict[str, Any], request: Request) -> dict[str, Any]:
    if "enum-encoding=int" not in request.query_params.get("$alt", ""):
        return answer
    names = {"algorithm", "protectionLevel"} & answer.keys()
    return answer | {name: _NUMBERS[answer[name]] for name in names}


def main() -> None:
    """Serves until the process is asked to end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    uvicorn.run(app(Kms()), host=HOST, port=parser.parse_args().port, log_level="warning")


if __name__ == "__main__":
    main()

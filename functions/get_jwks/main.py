"""GET /.well-known/jwks.json: the keys that verify signed verdicts."""

from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from elara.runtime.door import door
from elara.runtime.settings import settings
from elara.signing.jwks import MEDIA_TYPE, published

# For as long a new key must be published before it signs: docs/runbooks/rotate-signing-key.md.
_HEADERS = {"Cache-Control": "public, max-age=3600", "Access-Control-Allow-Origin": "*"}


@cache
def _document() -> str:
    return published(settings().jwks).model_dump_json()


@door
async def get_jwks(request: Request) -> Response:
    return Response(_document(), media_type=MEDIA_TYPE, headers=_HEADERS)

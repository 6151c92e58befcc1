"""GET /openapi.json: the OpenAPI 3.1 description of the public API."""

from starlette.requests import Request
from starlette.responses import Response

from elara.manifests.published import published
from elara.runtime.door import door
from elara.runtime.settings import settings


@door
async def openapi(request: Request) -> Response:
    document = published(settings())
    return Response(document, media_type="application/json")

"""Responses from models."""

from collections.abc import Mapping

from pydantic import BaseModel
from starlette.responses import Response


def reply(
    model: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """JSON of `model`. Never stored by caches on the way: scans are private."""
    return Response(
        model.model_dump_json(),
        status_code=status,
        media_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )

"""Errors as RFC 9457 problem documents."""

from starlette.responses import JSONResponse

from elara.errors import ElaraError, FieldError
from elara.manifests.problem import described


def problem(error: ElaraError, request_id: str) -> JSONResponse:
    """The response for `error` in the request of that id."""
    document = described(error, request_id)
    if error.errors:
        document["errors"] = [_field(each) for each in error.errors]
    headers = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
    headers |= error.headers
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == 401:
        headers["WWW-Authenticate"] = 'ApiKey header="X-Api-Key"'
    return JSONResponse(document, status_code=error.status, headers=headers)


def _field(error: FieldError) -> dict[str, str]:
    return {"pointer": error.pointer, "detail": error.detail}

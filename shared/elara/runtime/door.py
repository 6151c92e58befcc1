"""The door of every function: trace, logs, path parameters and errors, done once."""

import json
import logging
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, TypeVar

import functions_framework.aio
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from elara.errors import ElaraError, FieldError, Malformed, TooLarge, Unprocessable
from elara.manifests.load import load_beside
from elara.manifests.model import RouteRoom
from elara.runtime import logs
from elara.runtime.problems import problem
from elara.runtime.settings import settings
from elara.runtime.trace import trace_id_of

log = logging.getLogger(__name__)

MAX_BODY = 64 * 1024
"""Bytes of a request body; a URL is at most 8 KB."""

Handler = Callable[..., Awaitable[Response]]
Model = TypeVar("Model", bound=BaseModel)


def door(handler: Handler) -> Handler:
    """Makes `handler(request, **path_parameters)` the entry point of its function.

    Path parameters are those of the route in the manifest beside the door.
    """
    manifest = load_beside(handler.__code__.co_filename, handler.__name__)
    pattern, permission = None, ""
    if isinstance(manifest, RouteRoom):
        pattern, permission = compile_path(manifest.route.path)[0], manifest.permission

    @wraps(handler)
    async def entry(request: Request) -> Response:
        logs.configure(settings().project)
        trace = trace_id_of(request.headers.get("traceparent"))
        request.state.trace_id = trace
        request.state.permission = permission
        started = time.perf_counter()
        with logs.bound(function=handler.__name__, trace_id=trace):
            response = await _answer(handler, request, pattern)
            took = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", extra={"status": response.status_code, "ms": took})
        response.headers["X-Request-Id"] = trace
        return response

    functions_framework.aio.http(entry)  # registers the entry point and its kind by name
    return entry


async def _answer(handler: Handler, request: Request, pattern: Any) -> Response:
    path = "/" + request.path_params.get("path", "")
    match = pattern.match(path) if pattern else None
    try:
        return await handler(request, **(match.groupdict() if match else {}))
    except ElaraError as error:
        if error.status >= 500:
            log.warning(error.detail, extra={"code": error.code})
        return problem(error, request.state.trace_id)
    except Exception:
        log.exception("unexpected error")
        return problem(ElaraError("An unexpected error occurred."), request.state.trace_id)


async def body(request: Request, model: type[Model]) -> Model:
    """The validated body. Raises TooLarge, Malformed (no JSON) or Unprocessable (with pointers)."""
    raw = await request.body()
    if len(raw) > MAX_BODY:
        raise TooLarge(f"A body may have {MAX_BODY} bytes.")
    try:
        return model.model_validate(json.loads(raw or b"null"))
    except ValidationError as error:
        raise Unprocessable("The body does not match the schema.", errors=_fields(error)) from error
    except (ValueError, RecursionError) as error:
        raise Malformed("The body is not JSON.") from error


def integer(request: Request, name: str, default: int, low: int, high: int) -> int:
    """A query parameter within `low..high`. Raises Malformed."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and low <= int(text) <= high):
        detail = f"must be a whole number from {low} to {high}"
        raise Malformed(f"{name} {detail}.", errors=[FieldError(f"/query/{name}", detail)])
    return int(text)


def client_ip(request: Request) -> str:
    """The caller's address: the last hop that the gateway itself added."""
    forwarded = request.headers.get("x-forwarded-for", "")
    peer = request.client.host if request.client else ""
    return forwarded.rsplit(",", 1)[-1].strip() or peer


def _fields(error: ValidationError) -> list[FieldError]:
    return [
        FieldError("/" + "/".join(str(part) for part in each["loc"]), each["msg"])
        for each in error.errors(include_url=False, include_input=False)
    ]

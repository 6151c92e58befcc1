"""The door of every function: trace, logs, path parameters and errors, done once."""

import json
import logging
import re
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import TypeVar

import functions_framework.aio
from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from elara.errors import ElaraError, FieldError, Malformed, NotFound, TooLarge, Unprocessable
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


async def _answer(handler: Handler, request: Request, pattern: re.Pattern[str] | None) -> Response:
    try:
        return await handler(request, **_parameters(request, pattern))
    except ElaraError as error:
        if error.status >= 500:
            log.warning(error.detail, extra={"code": error.code})
        return problem(error, request.state.trace_id)
    except Exception:
        log.exception("unexpected error")
        return problem(ElaraError("An unexpected error occurred."), request.state.trace_id)


def _parameters(request: Request, pattern: re.Pattern[str] | None) -> dict[str, str]:
    if pattern is None:
        return {}
    match = pattern.match("/" + request.path_params.get("path", ""))
    if match is None:
        raise NotFound("There is no such path.")
    return match.groupdict()


async def raw_body(request: Request) -> bytes:
    """The body. Raises TooLarge as early as it can be known, so that nobody fills the memory."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MAX_BODY:
        raise TooLarge(f"A body may have {MAX_BODY} bytes.")
    received = b""
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAX_BODY:
            raise TooLarge(f"A body may have {MAX_BODY} bytes.")
    return received


async def body(request: Request, model: type[Model]) -> Model:
    """The validated body. Raises TooLarge, Malformed (no JSON) or Unprocessable (with pointers)."""
    raw = await raw_body(request)
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


def header(request: Request, name: str, longest: int) -> str | None:
    """A header of at most `longest` characters. Raises Malformed."""
    text = request.headers.get(name)
    if text is not None and len(text) > longest:
        detail = f"may have {longest} characters"
        raise Malformed(f"{name} {detail}.", errors=[FieldError(f"/headers/{name}", detail)])
    return text


def client_ip(request: Request) -> str:
    """The caller's address, as the outermost of our own proxies saw it.

    Each proxy appends its peer to X-Forwarded-For; what stands before ours anybody may have
    written.
    """
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",")]
    peer = request.client.host if request.client else ""
    known = hops[-settings().proxies :] if settings().proxies else []
    return (known[0] if known else "") or peer


def api_key(request: Request) -> str | None:
    """The secret the caller sent."""
    return request.headers.get("x-api-key")


def _fields(error: ValidationError) -> list[FieldError]:
    return [
        FieldError("/" + "/".join(str(part) for part in each["loc"]), each["msg"])
        for each in error.errors(include_url=False, include_input=False)
    ]

"""The OpenAPI 3.1 document of the public API, derived from the manifests and their models."""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from elara.manifests.model import Manifest, Parameter, Response, RouteRoom
from elara.manifests.problem import Problem, example, kinds

Json = dict[str, Any]
_Mode = Literal["validation", "serialization"]
_Refs = dict[tuple[str, _Mode], Json]

_UNEXPECTED = 500
_SCHEMAS = "#/components/schemas/{model}"
_LIMITS = {
    "RateLimit-Policy": {"$ref": "#/components/headers/RateLimit-Policy"},
    "RateLimit": {"$ref": "#/components/headers/RateLimit"},
}
_RETRY = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
_HEADERS: Json = {
    "RateLimit-Policy": {
        "description": "The quotas that apply: `q` requests in a window of `w` seconds.",
        "schema": {"type": "string"},
        "example": '"user";q=10000;w=60',
    },
    "RateLimit": {
        "description": "What is left: `r` requests, and `t` seconds until the window resets.",
        "schema": {"type": "string"},
        "example": '"user";r=9987;t=42',
    },
    "Retry-After": {
        "description": "Seconds to wait before asking again.",
        "schema": {"type": "integer", "minimum": 0},
    },
}


class UnknownModel(ValueError):
    """A manifest names a model that is not there or is no pydantic model."""


def document(manifests: Iterable[Manifest], *, version: str) -> Json:
    """The document of all routes among `manifests`, in the order of their paths.

    Raises UnknownModel for a model reference that leads nowhere.
    """
    routes = sorted(_routes(manifests), key=lambda room: (room.route.path, room.name))
    refs, schemas = _schemas(routes)
    paths: dict[str, Json] = {}
    for room in routes:
        operations = paths.setdefault(room.route.path, {})
        operations[room.route.method.lower()] = _operation(room, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Elara",
            "version": version,
            "summary": "Scans URLs for phishing and malware, and explains the risk point by point",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": _problems(routes),
            "headers": _HEADERS,
            "securitySchemes": {
                "ApiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
            },
        },
    }


def resolve(reference: str) -> type[BaseModel]:
    """The model that `package.module:Name` names. Raises UnknownModel."""
    module, _, name = reference.partition(":")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise UnknownModel(f"{reference}: {error}") from error
    if not (isinstance(found, type) and issubclass(found, BaseModel)):
        raise UnknownModel(f"{reference}: not a pydantic model")
    return found


def _routes(manifests: Iterable[Manifest]) -> Iterator[RouteRoom]:
    return (room for room in manifests if isinstance(room, RouteRoom))


def _schemas(routes: Sequence[RouteRoom]) -> tuple[_Refs, Json]:
    """Where each named model went, and the components themselves; equal names are told apart."""
    used = sorted({reference for room in routes for reference in _references(room)})
    models = [(resolve(reference), mode) for reference, mode in used]
    placed, definitions = models_json_schema(
        [*models, (Problem, "serialization")], ref_template=_SCHEMAS
    )
    refs = {key: placed[model] for key, model in zip(used, models, strict=True)}
    return refs, dict(sorted(definitions.get("$defs", {}).items()))


def _references(room: RouteRoom) -> Iterator[tuple[str, _Mode]]:
    if room.request:
        yield room.request, "validation"
    for response in room.responses.values():
        if response.model:
            yield response.model, "serialization"


def _operation(room: RouteRoom, refs: _Refs) -> Json:
    operation: Json = {
        "operationId": room.name,
        "summary": room.summary,
        "tags": [_tag(room)],
        "security": [] if room.public else [{"ApiKey": []}],
    }
    if not room.public:
        operation["description"] = f"Needs the permission `{room.permission}`."
    if parameters := list(_parameters(room)):
        operation["parameters"] = parameters
    if room.request:
        body = {"application/json": {"schema": refs[room.request, "validation"]}}
        operation["requestBody"] = {"required": True, "content": body}
    operation["responses"] = _responses(room, refs)
    return operation


def _tag(room: RouteRoom) -> str:
    """The noun a route belongs to: what follows the version; the rest describe the service."""
    parts = room.route.path.strip("/").split("/")
    return parts[2] if parts[0] == "api" and len(parts) > 2 else "service"


def _parameters(room: RouteRoom) -> Iterator[Json]:
    for name in room.route.parameters:
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    for place, parameters in (("query", room.query), ("header", room.headers)):
        for parameter in parameters:
            required = {"required": True} if parameter.required else {}
            yield {"name": parameter.name, "in": place} | required | _described(parameter)


def _described(parameter: Parameter) -> Json:
    """Description, schema and example, in the words both parameters and headers use."""
    bounds = {
        "enum": parameter.enum,
        "pattern": parameter.pattern,
        "minimum": parameter.minimum,
        "maximum": parameter.maximum,
        "minLength": parameter.min_length,
        "maxLength": parameter.max_length,
        "default": parameter.default,
    }
    schema: Json = {"type": parameter.type}
    schema |= {key: value for key, value in bounds.items() if value is not None}
    if parameter.enum is not None:
        schema["enum"] = list(parameter.enum)
    described: Json = {"description": parameter.description} if parameter.description else {}
    described["schema"] = schema
    if parameter.example is not None:
        described["example"] = parameter.example
    return described


def _responses(room: RouteRoom, refs: _Refs) -> Json:
    answers = {
        str(status): _response(room, response, refs) for status, response in room.responses.items()
    }
    problems = {str(status): _problem_ref(status) for status in room.errors}
    return dict(sorted((answers | problems).items())) | {"default": _problem_ref(_UNEXPECTED)}


def _response(room: RouteRoom, response: Response, refs: _Refs) -> Json:
    answer: Json = {"description": response.description}
    named = {header.name: _described(header) for header in response.headers}
    if headers := (_LIMITS if 429 in room.errors else {}) | named:
        answer["headers"] = headers
    if response.model:
        schema = refs[response.model, "serialization"]
        answer["content"] = {response.media_type or "application/json": {"schema": schema}}
    elif response.media_type:
        answer["content"] = {response.media_type: {}}
    return answer


def _problems(routes: Iterable[RouteRoom]) -> Json:
    """One shared answer for each error status in use, by the name of the status."""
    used = {status for room in routes for status in room.errors} | {_UNEXPECTED}
    return {_name(status): _problem(status) for status in sorted(used)}


def _problem(status: int) -> Json:
    """The answer for an error status, with one example for each code it may carry."""
    found = kinds(status)
    headers = (_LIMITS if status == 429 else {}) | (_RETRY if status in (429, 503) else {})
    answer: Json = {"description": " ".join(kind.title() for kind in found) or _name(status)}
    if headers:
        answer["headers"] = headers
    media: Json = {"schema": {"$ref": _SCHEMAS.format(model="Problem")}}
    if found:
        media["examples"] = {kind.code: {"value": example(kind)} for kind in found}
    return answer | {"content": {"application/problem+json": media}}


def _problem_ref(status: int) -> Json:
    return {"$ref": f"#/components/responses/{_name(status)}"}


def _name(status: int) -> str:
    """`NotFound` for 404."""
    return "".join(word.capitalize() for word in HTTPStatus(status).name.split("_"))

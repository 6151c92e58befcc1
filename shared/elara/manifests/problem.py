"""The problem document (RFC 9457) as callers read it, and an example of each error."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field

from elara import errors
from elara.errors import ElaraError

CATALOGUE = "urn:elara:problem"
"""Prefix of the problem types; a URN names a kind without promising a page."""


class FieldProblem(BaseModel):
    """One thing wrong with the input."""

    pointer: str = Field(description="RFC 6901 JSON pointer to the field")
    detail: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    type: str = Field(description="URI of the kind of problem")
    title: str = Field(description="The kind of problem in a sentence; never changes")
    status: int = Field(ge=400, le=599, description="The HTTP status")
    code: str = Field(description="Stable name of the kind of problem, for programs")
    detail: str = Field(description="What went wrong this time")
    instance: str = Field(description="URN of this request, for support")
    errors: tuple[FieldProblem, ...] = Field(default=(), description="What is wrong, by field")


def kinds(status: int) -> tuple[type[ElaraError], ...]:
    """The kinds of error that answer with `status`, in the order of the catalogue."""
    return tuple(kind for kind in _catalogue() if kind.status == status)


def example(kind: type[ElaraError]) -> dict[str, Any]:
    """A problem document of this kind."""
    return described(kind(kind.title()), "4bf92f3577b34da6a3ce929d0e0e4736")


def described(error: ElaraError, request_id: str) -> dict[str, Any]:
    """The problem document of `error`; `instance` names the request, for support and logs."""
    return {
        "type": f"{CATALOGUE}:{error.code}",
        "title": error.title(),
        "status": error.status,
        "code": error.code,
        "detail": error.detail,
        "instance": f"urn:elara:request:{request_id}",
    }


def _catalogue() -> Iterator[type[ElaraError]]:
    for value in vars(errors).values():
        if isinstance(value, type) and issubclass(value, ElaraError):
            yield value

"""Typed errors: raised anywhere, rendered once at the door as RFC 9457 problems.

The class docstring is the title a caller reads; `code` is stable and names the error in the
catalogue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with the input: `pointer` is an RFC 6901 JSON pointer."""

    pointer: str
    detail: str


class ElaraError(Exception):
    """Something went wrong inside Elara."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"

    def __init__(
        self,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or self.title())
        self.detail = detail
        self.errors = tuple(errors)
        self.retry_after = retry_after
        self.headers = dict(headers or {})

    @classmethod
    def title(cls) -> str:
        """The sentence a caller reads: the first line of the class docstring."""
        return (cls.__doc__ or cls.__name__).strip().splitlines()[0]


class Malformed(ElaraError):
    """The request is not valid."""

    status = 400
    code = "malformed"


class Unprocessable(ElaraError):
    """The request is well formed but cannot be carried out."""

    status = 422
    code = "unprocessable"


class InvalidUrl(Unprocessable):
    """The text is not a URL that can be scanned."""

    code = "invalid_url"


class IdempotencyMismatch(Unprocessable):
    """The idempotency key was used before with another body."""

    code = "idempotency_mismatch"


class Unauthenticated(ElaraError):
    """A valid credential is required."""

    status = 401
    code = "unauthenticated"


class Forbidden(ElaraError):
    """The credential does not allow this."""

    status = 403
    code = "forbidden"


class NotFound(ElaraError):
    """There is no such resource."""

    status = 404
    code = "not_found"


class MethodNotAllowed(ElaraError):
    """The resource does not support this method."""

    status = 405
    code = "method_not_allowed"


class Conflict(ElaraError):
    """The resource is not in a state that allows this."""

    status = 409
    code = "conflict"


class TooLarge(ElaraError):
    """The request body is larger than allowed."""

    status = 413
    code = "too_large"


class UriTooLong(ElaraError):
    """The path and query are longer than allowed."""

    status = 414
    code = "uri_too_long"


class RateLimited(ElaraError):
    """Too many requests in this window."""

    status = 429
    code = "rate_limited"


class BadGateway(ElaraError):
    """The function behind this route gave no usable answer."""

    status = 502
    code = "bad_gateway"


class GatewayTimeout(ElaraError):
    """The function behind this route took too long."""

    status = 504
    code = "gateway_timeout"


class Unavailable(ElaraError):
    """A part Elara depends on did not answer."""

    status = 503
    code = "unavailable"

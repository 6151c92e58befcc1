"""W3C Trace Context: one trace id follows a scan through every hop."""

import re
import secrets

_TRACEPARENT = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")


def trace_id_of(header: str | None) -> str:
    """The trace id in a `traceparent` header, or a new one when there is no valid one."""
    match = _TRACEPARENT.fullmatch(header or "")
    if match is None or set(match[1]) == {"0"}:
        return secrets.token_hex(16)
    return match[1]

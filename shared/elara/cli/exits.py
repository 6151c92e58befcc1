"""Exit codes, so that a script can act without reading the output."""

from collections.abc import Iterable
from typing import Any

from elara.cli.client import ApiError, Refused

OK = 0
SUSPICIOUS = 10
MALICIOUS = 20
PARTIAL = 30
USAGE = 64
DATA = 65
"""A URL was refused: it is none, or not one on the public internet."""
UNAVAILABLE = 69
SCAN_FAILED = 70
"""A scan ended without a verdict, or a rule failed."""
INTERRUPTED = 130
"""Ctrl-C, as a shell would tell of it."""
CLOSED_PIPE = 141
"""Nobody reads on, as a shell would tell of it."""

# Most urgent first: whoever blocks on a code must not miss a danger for a typo beside it.
_URGENCY = (MALICIOUS, UNAVAILABLE, SCAN_FAILED, SUSPICIOUS, DATA, PARTIAL, OK)


def code_of(scan: dict[str, Any]) -> int:
    """The exit code of one ended scan."""
    if scan["status"] in ("failed", "cancelled"):
        return SCAN_FAILED
    level = (scan.get("verdict") or {}).get("level")
    if level == "malicious":
        return MALICIOUS
    if level == "suspicious":
        return SUSPICIOUS
    return PARTIAL if scan["status"] == "partial" else OK


def code_of_error(error: ApiError) -> int:
    """The exit code of a URL that has no scan."""
    return DATA if isinstance(error, Refused) else UNAVAILABLE


def worst(codes: Iterable[int]) -> int:
    """The most urgent of several codes; 0 for none."""
    return min(codes, key=_URGENCY.index, default=OK)

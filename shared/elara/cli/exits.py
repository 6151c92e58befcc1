"""Exit codes, so that a script can act without reading the output."""

from collections.abc import Iterable
from typing import Any

OK = 0
SUSPICIOUS = 10
MALICIOUS = 20
PARTIAL = 30
USAGE = 64
UNAVAILABLE = 69
SCAN_FAILED = 70

# Most urgent first: a known danger outranks an incomplete answer, a failure outranks both.
_URGENCY = (UNAVAILABLE, SCAN_FAILED, MALICIOUS, SUSPICIOUS, PARTIAL, OK)


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


def worst(codes: Iterable[int]) -> int:
    """The most urgent of several codes; 0 for none."""
    return min(codes, key=_URGENCY.index, default=OK)

"""Scan ids: `scn_` and a UUIDv7 (RFC 9562), so that they sort by time of creation."""

from uuid_utils import uuid7


def new_scan_id() -> str:
    """A fresh id."""
    return f"scn_{uuid7()}"

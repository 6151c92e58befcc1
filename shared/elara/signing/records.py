"""The address of an evidence record, worked out from its JSON alone.

Written down a second time on purpose: a verifier that asked the code it verifies would prove
nothing. A test holds the two together.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any


def address(record: Mapping[str, Any]) -> str | None:
    """`ev_` and the first 20 hex digits of the SHA-256 over the compact JSON, keys sorted, of
    `[source, kind, state, reason, observed_at, data]`; None when the record has no address.

    A whole number is written without a point, as canonical JSON has it: 2.0 is 2 (below 2^53).
    """
    try:
        at = datetime.fromisoformat(record["observed_at"]).isoformat()
        named = [record[name] for name in ("source", "kind", "state", "reason")]
        content = json.dumps(
            [*named, at, _numbers(record["data"])],
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )
        return f"ev_{hashlib.sha256(content.encode()).hexdigest()[:20]}"
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def _numbers(value: Any) -> Any:
    match value:
        case float():
            whole = value.is_integer() and abs(value) < 2**53
            return int(value) if whole else value
        case list():
            return [_numbers(each) for each in value]
        case dict():
            return {name: _numbers(each) for name, each in value.items()}
    return value

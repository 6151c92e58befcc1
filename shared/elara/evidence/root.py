"""The root of a scan's evidence: one hash that stands for every record of every stage. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785


def evidence_root(evidence: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """`sha256:` and the hash (hex) of the canonical JSON (RFC 8785) of a hash list.

    The list is `{stage: [SHA-256 (hex) of the canonical JSON of each record]}`. Records are JSON
    as stored, not read into models first: a field this version does not know counts too.
    """
    hashes = {
        stage: [_digest(dict(record)) for record in records] for stage, records in evidence.items()
    }
    return f"sha256:{_digest(hashes)}"


def _digest(tree: Any) -> str:
    return hashlib.sha256(rfc8785.dumps(tree)).hexdigest()

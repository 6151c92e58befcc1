"""The evidence root: a hash list over canonical JSON, and ids that outlive a bundle."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from elara.evidence.model import Evidence, Facts
from elara.evidence.root import evidence_root

EXACT = 2.0**53 - 1
"""Beyond it a whole number has no canonical JSON."""
NOW = datetime(2026, 11, 23, tzinfo=UTC)
RECORDS: dict[str, list[dict[str, Any]]] = {
    "url_analysis": [{"id": "ev_1", "data": {"host": "a.example", "share": 0.5}}],
    "ti_lookup": [{"id": "ev_2", "data": {}}, {"id": "ev_3", "data": {"tags": ["a", "b"]}}],
    "dns_analysis": [],
}


class Shares(Facts):
    kind: ClassVar[str] = "shares"
    shares: tuple[float, ...]


def test_the_root_is_what_its_description_says() -> None:
    hashes = {
        stage: [hashlib.sha256(rfc8785.dumps(record)).hexdigest() for record in records]
        for stage, records in RECORDS.items()
    }
    expected = hashlib.sha256(rfc8785.dumps(hashes)).hexdigest()
    assert evidence_root(RECORDS) == f"sha256:{expected}"


def test_the_order_of_members_does_not_matter() -> None:
    turned = {
        stage: [dict(reversed(record.items())) for record in records]
        for stage, records in reversed(RECORDS.items())
    }
    assert evidence_root(turned) == evidence_root(RECORDS)


@pytest.mark.parametrize(
    "changed",
    [
        RECORDS | {"reputation": []},
        RECORDS | {"ti_lookup": RECORDS["ti_lookup"][::-1]},
        RECORDS | {"ti_lookup": RECORDS["ti_lookup"][:1]},
        RECORDS | {"dns_analysis": [{}]},
        RECORDS | {"url_analysis": [{**RECORDS["url_analysis"][0], "new": None}]},
        {stage: records for stage, records in RECORDS.items() if records},
    ],
)
def test_any_change_shows(changed: dict[str, list[dict[str, Any]]]) -> None:
    assert evidence_root(changed) != evidence_root(RECORDS)


@given(st.lists(st.floats(-EXACT, EXACT), max_size=5))
def test_a_record_survives_canonical_json_with_its_id(shares: list[float]) -> None:
    made = Evidence.of("a", Shares(shares=tuple(shares)), NOW)
    read = Evidence.model_validate(json.loads(rfc8785.dumps(made.model_dump(mode="json"))))
    assert Evidence.of("a", Shares.model_validate(read.data), NOW).id == made.id

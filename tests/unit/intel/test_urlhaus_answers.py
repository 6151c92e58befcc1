"""What an URLhaus reply means, and that nothing but a clear answer is one."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.evidence.model import State
from elara.intel.model import SourceAnswer, Threat
from elara.intel.sources.urlhaus import read
from elara.providers.http import Reply
from elara.providers.model import NoAnswer

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)

HIT = {
    "query_status": "ok",
    "id": "105821",
    "urlhaus_reference": "https://urlhaus.abuse.ch/url/105821/",
    "url": "http://malicious.invalid/invoice/",
    "url_status": "offline",
    "host": "malicious.invalid",
    "date_added": "2026-11-01 01:33:26 UTC",
    "last_online": "2026-11-13 12:00:00 UTC",
    "threat": "malware_download",
    "blacklists": {"spamhaus_dbl": "abused_legit_malware", "surbl": "listed"},
    "reporter": "someone",
    "larted": "true",
    "takedown_time_seconds": None,
    "tags": ["exe", "loader"],
    "payloads": [{"urlhaus_download": "https://urlhaus-api.abuse.ch/v1/download/dc9f3b/"}],
}


def reply(body: Any, status: int = 200) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status, {}, raw)


def answer(**changes: Any) -> SourceAnswer:
    return read(reply({**HIT, **changes}), AT)


def test_a_listing_with_all_its_fields() -> None:
    assert answer() == SourceAnswer(
        source="urlhaus",
        listed=True,
        threat=Threat.MALWARE,
        url_level=True,
        authoritative=True,
        online=False,
        first_seen=datetime(2026, 11, 1, 1, 33, 26, tzinfo=UTC),
        last_seen=datetime(2026, 11, 13, 12, tzinfo=UTC),
        days=10,
        reference="https://urlhaus.abuse.ch/url/105821/",
        tags=("exe", "loader"),
    )


def test_the_link_to_the_live_sample_is_dropped() -> None:
    evidence = answer(urlhaus_download="https://urlhaus-api.abuse.ch/v1/download/1/").evidence(AT)
    assert "download/" not in evidence.model_dump_json()


@pytest.mark.parametrize("echo", [{}, {"host": "malicious.invalid"}])
def test_not_listed_with_and_without_echo(echo: dict[str, str]) -> None:
    said = read(reply({"query_status": "no_results", **echo}), AT)
    assert said == SourceAnswer(source="urlhaus", listed=False)
    assert said.evidence(AT).state is State.NOT_LISTED


def test_online_counts_as_confirmed_now_however_old_the_entry() -> None:
    said = answer(url_status="online", date_added="2019-01-19 01:33:26 UTC", last_online=None)
    assert (said.online, said.days, said.authoritative) == (True, 0, True)


@pytest.mark.parametrize(("days", "authoritative"), [(30, True), (31, False)])
def test_a_listing_decides_for_thirty_days(days: int, authoritative: bool) -> None:
    last = AT - timedelta(days=days)
    said = answer(last_online=f"{last:%Y-%m-%d %H:%M:%S}")
    assert (said.days, said.authoritative) == (days, authoritative)


def test_without_any_date_a_listing_does_not_decide() -> None:
    said = answer(date_added=None, last_online="")
    assert said.listed
    assert (said.days, said.authoritative) == (None, False)


def test_time_stamps_with_and_without_zone_are_the_same() -> None:
    assert answer(date_added="2026-11-01 01:33:26").first_seen == answer().first_seen


def test_a_time_stamp_of_the_future_is_no_negative_age() -> None:
    assert answer(last_online="2026-11-24 00:00:00 UTC").days == 0


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (401, {"error": "Unauthorized"}, "missing_key"),
        (403, {"query_status": "unknown_auth_key"}, "bad_key"),
        (200, {"query_status": "unknown_auth_key"}, "bad_key"),
        (200, {"query_status": "invalid_url"}, "invalid_url"),
        (200, {"query_status": "http_post_expected"}, "unexpected_answer"),
        (200, {"query_status": "something new"}, "unexpected_answer"),
        (200, {"query_staus": "ok"}, "malformed_answer"),
        (200, {"query_status": None}, "malformed_answer"),
        (200, ["ok"], "malformed_answer"),
        (200, b"", "malformed_answer"),
        (200, b"<html><body>ok</body></html>", "malformed_answer"),
        (200, json.dumps(HIT).encode()[:-20], "malformed_answer"),
        (200, bytes(range(256)), "malformed_answer"),
        (200, b"[" * 100_000, "malformed_answer"),
        (302, HIT, "unexpected_status"),
        (404, HIT, "unexpected_status"),
    ],
)
def test_what_is_no_answer(status: int, body: Any, reason: str) -> None:
    with pytest.raises(NoAnswer) as failure:
        read(reply(body, status), AT)
    assert failure.value.reason == reason


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
DRIFTING = ["url_status", "threat", "date_added", "last_online", "urlhaus_reference", "tags"]


@given(st.dictionaries(st.sampled_from([*DRIFTING, "id", "payloads"]), ANYTHING))
def test_no_drift_of_an_optional_field_loses_the_listing(drift: dict[str, Any]) -> None:
    evidence = answer(**drift).evidence(AT)
    assert evidence.state is State.LISTED
    assert SourceAnswer.model_validate(evidence.data).listed


@given(st.sets(st.sampled_from(DRIFTING)))
def test_no_missing_optional_field_loses_the_listing(missing: set[str]) -> None:
    left = {name: value for name, value in HIT.items() if name not in missing}
    assert read(reply(left), AT).listed


@given(ANYTHING.filter(lambda status: status not in ("ok", "no_results")))
def test_no_other_status_is_an_answer(status: Any) -> None:
    with pytest.raises(NoAnswer):
        read(reply({**HIT, "query_status": status}), AT)


def test_a_reference_elsewhere_is_not_shown() -> None:
    assert answer(urlhaus_reference="https://elsewhere.example/").reference is None

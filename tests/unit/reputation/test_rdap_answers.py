"""When a domain was registered, as RDAP servers say it."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.providers.http import Reply
from elara.providers.model import NoAnswer
from elara.reputation.bootstrap import longest_match, read_servers
from elara.reputation.rdap import read_registration, sold_domain
from elara.urls.hosts import split


def event(action: str, date: Any) -> dict[str, Any]:
    return {"eventAction": action, "eventDate": date}


def domain(*events: Any, **changes: Any) -> Reply:
    answer = {"objectClassName": "domain", "ldhName": "SHOP.EXAMPLE.", "events": list(events)}
    return Reply(200, {}, json.dumps({**answer, **changes}).encode())


@pytest.mark.parametrize(
    ("date", "registered"),
    [
        ("2004-05-11T00:00:00Z", datetime(2004, 5, 11, tzinfo=UTC)),
        ("2004-05-11T00:00:00.0Z", datetime(2004, 5, 11, tzinfo=UTC)),
        ("2004-05-11T02:00:00+02:00", datetime(2004, 5, 11, tzinfo=timezone(timedelta(hours=0)))),
        ("2004-05-11T00:00:00", datetime(2004, 5, 11, tzinfo=UTC)),
        ("2004-05-11", datetime(2004, 5, 11, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
        (None, None),
        (20040511, datetime(2004, 5, 11, tzinfo=UTC)),
    ],
)
def test_dates_in_all_their_spellings(date: Any, registered: datetime | None) -> None:
    assert read_registration(domain(event("registration", date)), "shop.example") == registered


@pytest.mark.parametrize(
    "events",
    [
        (),
        (
            event("last changed", "2026-11-20T00:00:00Z"),
            event("expiration", "2027-11-20T00:00:00Z"),
        ),
        ("registration", None, 7, {}),
    ],
)
def test_no_registration_date_is_unknown_never_new(events: tuple[Any, ...]) -> None:
    assert read_registration(domain(*events), "shop.example") is None
    assert read_registration(domain(events=None), "shop.example") is None


def test_a_name_bought_again_is_as_old_as_its_last_registration() -> None:
    reply = domain(
        event("registration", "2004-05-11T00:00:00Z"),
        event("reregistration", "2026-11-18T00:00:00Z"),
    )
    assert read_registration(reply, "shop.example") == datetime(2026, 11, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(400, {}, b"{}"), "unexpected_status"),
        (Reply(204, {}, b""), "unexpected_status"),
        (Reply(200, {}, b""), "malformed_answer"),
        (Reply(200, {}, b"<html></html>"), "malformed_answer"),
        (Reply(200, {}, b"{}"), "malformed_answer"),
        (Reply(200, {}, b"[" * 100_000), "malformed_answer"),
        (domain(events="none"), "malformed_answer"),
        (domain(objectClassName="nameserver"), "answer_of_something_else"),
        (domain(ldhName="other.example"), "answer_of_something_else"),
    ],
)
def test_what_is_no_answer(reply: Reply, reason: str) -> None:
    with pytest.raises(NoAnswer) as failure:
        read_registration(reply, "shop.example")
    assert failure.value.reason == reason


@pytest.mark.parametrize(
    ("host", "sold"),
    [
        ("www.riverside-library.org", "riverside-library.org"),
        ("shop.something.co.uk", "something.co.uk"),
        ("x.pages.dev", "pages.dev"),
        ("a.b.pages.dev", "pages.dev"),
        ("pages.dev", "pages.dev"),
        ("someone.github.io", "github.io"),
        ("someone.blogspot.co.uk", "blogspot.co.uk"),
        ("bucket.s3.amazonaws.com", "amazonaws.com"),
    ],
)
def test_the_name_a_registry_sold(host: str, sold: str) -> None:
    assert sold_domain(split(host)) == sold


def services(*entries: Any) -> Reply:
    return Reply(200, {}, json.dumps({"version": "1.0", "services": entries}).encode())


def test_the_longest_suffix_wins_and_https_is_preferred() -> None:
    servers = read_servers(
        services(
            [["com", "NET"], ["http://a.example/", "https://b.example/com"]],
            [["uk"], ["https://uk.example/"]],
            [["co.uk"], ["https://co.example/"]],
            [["empty"], []],
        )
    )
    assert longest_match(servers, "shop.com") == "https://b.example/com/"
    assert longest_match(servers, "shop.net") == "https://b.example/com/"
    assert longest_match(servers, "shop.co.uk") == "https://co.example/"
    assert longest_match(servers, "shop.org.uk") == "https://uk.example/"
    assert longest_match(servers, "shop.io") is None
    assert longest_match(servers, "shop.empty") is None
    assert longest_match(servers, "shop.telecom") is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, {}, b"<html></html>"),
        Reply(200, {}, b"{}"),
        Reply(404, {}, b'{"services": []}'),
        services(),
        services([["com"]]),
    ],
)
def test_a_bad_bootstrap_registry_is_refused(reply: Reply) -> None:
    with pytest.raises(NoAnswer):
        read_servers(reply)


LABEL = st.sampled_from(["a", "b", "c", "co", "uk"])
NAME = st.lists(LABEL, min_size=1, max_size=4).map(".".join)


@given(st.dictionaries(NAME, NAME, max_size=8), NAME)
def test_the_match_is_the_longest_of_all_suffixes(servers: dict[str, str], name: str) -> None:
    fitting = [s for s in servers if name == s or name.endswith(f".{s}")]
    expected = servers[max(fitting, key=len)] if fitting else None
    assert longest_match(servers, name) == expected

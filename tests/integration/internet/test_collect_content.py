"""Evidence of the stage, from real fetches of good, bad and broken pages."""

import pytest

from elara.content.collect import collect
from elara.content.fetch import Fetcher
from elara.content.model import PageFacts, RedirectFacts
from elara.evidence.model import Collected, Evidence, State, Subject

BASE = "http://web.hostile.test"


async def pieces(url: str, fetcher: Fetcher) -> dict[str, Evidence]:
    collected = await collect(Subject(url), fetcher=fetcher)
    return {piece.source: piece for piece in collected.evidence}


async def test_a_page(fetcher: Fetcher) -> None:
    found = await pieces("https://accounts.northwind-mail.com/login", fetcher)
    page = PageFacts.model_validate(found["page"].data)
    assert set(found) == {"redirects", "page"}
    assert page.title == "Northwind Mail: sign in"
    assert [(form.password, form.email, form.elsewhere) for form in page.forms] == [
        (True, True, False)
    ]


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://loopback.hostile.test/", "blocked_address"),
        ("http://10.0.0.8/admin", "blocked_address"),
        ("http://gone.hostile.test/", "nxdomain"),
        ("http://servfail.hostile.test/", "dns_failure"),
        (f"{BASE}/silent", "read_timeout"),
    ],
)
async def test_nothing_seen_is_unavailable_with_a_reason(
    url: str, reason: str, fetcher: Fetcher
) -> None:
    found = await pieces(url, fetcher)
    assert set(found) == {"page"}
    assert (found["page"].state, found["page"].reason) == (State.UNAVAILABLE, reason)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/to-metadata", "blocked_address"),
        ("/to-nowhere", "nxdomain"),
        ("/ping", "redirect_loop"),
        ("/brotli", "unsupported_encoding"),
    ],
)
async def test_the_way_is_kept_when_its_end_fails(path: str, reason: str, fetcher: Fetcher) -> None:
    found = await pieces(BASE + path, fetcher)
    way = RedirectFacts.model_validate(found["redirects"].data)
    assert (found["redirects"].state, way.ended) == (State.OBSERVED, reason)
    assert (found["page"].state, found["page"].reason) == (State.UNAVAILABLE, reason)


@pytest.mark.parametrize(("path", "status"), [("/forbidden", 403), ("/broken", 503)])
async def test_a_page_kept_from_us_is_no_answer(path: str, status: int, fetcher: Fetcher) -> None:
    found = await pieces(BASE + path, fetcher)
    assert (found["page"].state, found["page"].reason) == (
        State.UNAVAILABLE,
        f"http_{status}",
    )


@pytest.mark.parametrize("path", ["/not-found", "/login-forbidden", "/moved-without-a-word"])
async def test_what_visitors_see_is_an_answer_whatever_its_status(
    path: str, fetcher: Fetcher
) -> None:
    assert (await pieces(BASE + path, fetcher))["page"].state is State.OBSERVED


@pytest.mark.parametrize(
    ("path", "reason"), [("/cut", "truncated_lost"), ("/drip", "truncated_time")]
)
async def test_half_a_page_is_used_and_lowers_coverage(
    path: str, reason: str, fetcher: Fetcher
) -> None:
    found = await pieces(BASE + path, fetcher)
    assert found["page"].state is State.OBSERVED
    for rest in ("page_forms", "page_scripts"):
        assert (found[rest].state, found[rest].reason) == (State.UNAVAILABLE, reason)


async def test_a_bad_certificate_is_seen_but_not_passed(fetcher: Fetcher) -> None:
    found = await pieces("https://expired.badtls.test/", fetcher)
    assert RedirectFacts.model_validate(found["redirects"].data).ended == "tls_error"
    assert (found["page"].state, found["page"].reason) == (State.UNAVAILABLE, "tls_error")


async def test_who_learnt_what(fetcher: Fetcher) -> None:
    collected = await collect(Subject("https://go.short-link.cc/r/8fk2"), fetcher=fetcher)
    assert learnt(collected) == [
        ("resolver", "host"),
        ("go.short-link.cc", "full_url"),
        ("track.mailer-hop.net", "full_url"),
        ("webmail-update.office-portal.info", "full_url"),
    ]
    refused = await collect(Subject("http://10.0.0.8/"), fetcher=fetcher)
    assert learnt(refused) == []


def learnt(collected: Collected) -> list[tuple[str, str]]:
    return [(recipient.name, recipient.sent) for recipient in collected.recipients]

"""Facts of a page, from a response and its markup."""

from dataclasses import replace

import pytest

from elara.content.claims import claims
from elara.content.markup import MAX_LINK as MAX_WRITTEN
from elara.content.markup import FormMarkup, Markup
from elara.content.mime import supplied
from elara.content.model import Failure, Fetched, Hop, PageFacts, Reason
from elara.content.page import is_markup, page_facts, redirect_facts
from elara.content.sites import host_of


def fetched(url: str, body: bytes = b"", content_type: str = "text/html") -> Fetched:
    hop = Hop(url=url, host=host_of(url), address="11.1.1.1", status=200)
    return Fetched((hop,), 200, content_type, body)


def facts(url: str, **markup: object) -> PageFacts:
    return page_facts(fetched(url), Markup.model_validate(markup))


@pytest.mark.parametrize(
    ("action", "host", "elsewhere", "insecure"),
    [
        ("", "www.example.org", False, False),
        ("/login", "www.example.org", False, False),
        ("https://id.example.org/x", "id.example.org", False, False),
        ("https://evil.example.net/x", "evil.example.net", True, False),
        ("http://www.example.org/x", "www.example.org", False, True),
        ("//evil.example.net/x", "evil.example.net", True, False),
        ("\thttps://evil.example.net/x", "evil.example.net", True, False),
        ("http://0x0b010101/x", "11.1.1.1", True, True),
        ("javascript:send()", "", False, False),
        ("mailto:me@example.net", "", False, False),
        ("https://[broken", "", False, False),
    ],
)
def test_where_forms_go(action: str, host: str, *, elsewhere: bool, insecure: bool) -> None:
    form = facts("https://www.example.org/in", forms=[FormMarkup(action=action)]).forms[0]
    assert (form.action_host, form.elsewhere, form.insecure) == (host, elsewhere, insecure)


def test_frames_and_refreshes_of_its_own_site_are_not_noted() -> None:
    page = facts(
        "https://www.example.org/in",
        hidden_frames=["https://static.example.org/f", "/g", "data:text/html,x"],
        refresh="https://example.org/home",
    )
    assert (page.frame_sites, page.refresh_site) == ((), "")


def test_a_program_is_known_whatever_it_is_called() -> None:
    page = page_facts(fetched("https://a.example/cat.png", b"MZ...", "image/png"), Markup())
    assert (page.download, page.runs) == ("windows_program", True)


def test_the_base_of_the_page_counts_for_its_links_and_not_for_a_form_without_action() -> None:
    page = facts(
        "https://www.example.org/in",
        base="https://evil.example.net/kit/",
        forms=[FormMarkup(action="p.php"), FormMarkup()],
        scripts=["a.js", "https://www.example.org/b.js"],
        hidden_frames=["f"],
        refresh="next",
    )
    assert [form.action_host for form in page.forms] == ["evil.example.net", "www.example.org"]
    assert page.script_hosts == ("evil.example.net",)
    assert page.frame_sites == ("example.net",)
    assert page.refresh_site == "example.net"


@pytest.mark.parametrize(
    ("content_type", "body", "markup"),
    [
        ("text/html; charset=utf-8", b"", True),
        ("application/xhtml+xml", b"", True),
        ("image/svg+xml", b"", True),
        ("", b"  <p>", True),
        ("", b"MZ", False),
        ("application/pdf", b"<p>", False),
        ("text/plain; x=html", b"<p>", False),
        ("text/plain", b"<p>", False),
        ("*/*", b"<p>", True),
        ("unknown/unknown", b"\xef\xbb\xbf\n<!doctype html>", True),
        ("Application/Unknown", b"<!-- -->", True),
        ("application/unknown", b"%PDF-1.7", False),
        ("", b"< 3 is less", False),
        ("application/vnd.openxmlformats-officedocument", b"PK", False),
        ("multipart/x-mixed-replace; boundary=b", b"--b", True),
    ],
)
def test_what_is_rendered(content_type: str, body: bytes, *, markup: bool) -> None:
    assert is_markup(fetched("https://a.example/", body, content_type)) is markup


@pytest.mark.parametrize(
    ("values", "content_type"),
    [
        ((), ""),
        (("text/html",), "text/html"),
        (("Text/HTML;charset=UTF-8",), "text/html; charset=UTF-8"),
        (("text/plain", "text/html"), "text/html"),
        (("text/html, text/plain",), "text/plain"),
        (('text/html; a=", text/plain"',), "text/html"),
        (("text/html", "*/*"), "text/html"),
        (("text/html", "nonsense"), "text/html"),
        (("text/html; charset=gbk", "text/html"), "text/html; charset=gbk"),
        (("text/html; charset=gbk", "text/xml"), "text/xml"),
        (('text/html; charset="gb\\k',), "text/html; charset=gb\\k"),
    ],
)
def test_several_types_give_one(values: tuple[str, ...], content_type: str) -> None:
    assert supplied(values) == content_type


@pytest.mark.parametrize(
    "action",
    ["https://" + "a" * MAX_WRITTEN, "https://www.example.org" + "\t" * MAX_WRITTEN],
)
def test_a_link_too_long_to_read_its_host_leads_elsewhere(action: str) -> None:
    cut = FormMarkup(action=action[:MAX_WRITTEN], password=True)
    form = facts("https://www.example.org/in", forms=[cut]).forms[0]
    assert (form.elsewhere, form.action_host) == (True, "")


def test_a_long_link_of_its_own_is_no_matter() -> None:
    for start in ("?", "/in?", "in?", "https://www.example.org/?"):
        cut = FormMarkup(action=(start + "a" * MAX_WRITTEN)[:MAX_WRITTEN])
        assert not facts("https://www.example.org/in", forms=[cut]).forms[0].elsewhere


def test_the_header_refreshes_like_the_element() -> None:
    page = replace(fetched("https://www.example.org/"), refresh="0; url=https://evil.example.net/")
    assert page_facts(page, Markup()).refresh_site == "example.net"
    assert page_facts(page, Markup(refresh="/home")).refresh_site == "example.net"


def test_the_way_names_each_site_once() -> None:
    hosts = ("a.example.org", "b.example.org", "x.example.net", "11.1.1.1", "example.org")
    hops = tuple(Hop(url=f"https://{host}/", host=host, status=302) for host in hosts)
    way = redirect_facts(Failure(Reason.NXDOMAIN, hops, "nxdomain"))
    assert way.domains == ("example.org", "example.net", "11.1.1.1")
    assert (way.ended, way.detail) == (Reason.NXDOMAIN, "nxdomain")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ({"title": "Log in to PayPal"}, {"PayPal": {"title"}}),
        ({"title": "PAYPAL® - login"}, {"PayPal": {"title"}}),
        ({"headings": ["Wells Fargo"]}, {"Wells Fargo": {"heading"}}),
        ({"title": "Bank of America | Sign in"}, {"Bank of America": {"title"}}),
        ({"images": ["Netflix logo"], "text": "Netflix"}, {"Netflix": {"image", "text"}}),
        ({"title": "Sign in to Outlook"}, {"Microsoft": {"title"}}),
        ({"title": "The outlook for the summer"}, {}),
        ({"title": "Orange marmalade"}, {}),
        ({"title": "Apple tart recipe"}, {}),
        ({"text": "orange apple chase office"}, {}),
        ({}, {}),
    ],
)
def test_brands_a_page_names(markup: dict[str, object], expected: dict[str, set[str]]) -> None:
    found = claims(Markup.model_validate(markup), "example.top")
    assert {claim.brand: set(claim.where) for claim in found} == expected
    assert not any(claim.owned for claim in found)


@pytest.mark.parametrize(
    ("registrable", "owned"),
    [("paypal.com", True), ("paypal.de", True), ("paypal-login.top", False), ("google.com", False)],
)
def test_who_may_name_it(registrable: str, *, owned: bool) -> None:
    (claim,) = claims(Markup(title="PayPal"), registrable)
    assert claim.owned is owned

"""Facts of a page, from a response and its markup."""

import pytest

from elara.content.claims import claims
from elara.content.markup import FormMarkup, Markup
from elara.content.model import Failure, Fetched, Hop, PageFacts, Reason
from elara.content.page import is_markup, page_facts, redirect_facts
from elara.content.sites import host_of


def fetched(url: str, body: bytes = b"", content_type: str = "text/html") -> Fetched:
    hop = Hop(url=url, host=host_of(url), address="11.1.1.1", status=200)
    return Fetched((hop,), 200, content_type, body, len(body))


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
    ],
)
def test_what_is_rendered(content_type: str, body: bytes, *, markup: bool) -> None:
    assert is_markup(fetched("https://a.example/", body, content_type)) is markup


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

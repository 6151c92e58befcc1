"""What is read out of HTML, and that nothing in it can be too much or too odd."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.content.markup import MAX_FORMS, MAX_ITEMS, MAX_LINK, MAX_PHRASE, MAX_TEXT, read
from elara.content.model import ScriptSigns


def test_an_ordinary_page() -> None:
    page = read(
        """<!doctype html><html lang="EN-gb"><head><base href="/shop/"><title> A
        title </title></head><body><h1>One</h1><h2>Two</h2><h1>One</h1>
        <img alt="Logo"><svg><title>Mark</title></svg><p>Hello <b>you</b></p>
        <script src="a.js"></script><style>p {}</style><noscript>none</noscript></body></html>"""
    )
    assert (page.language, page.base, page.title) == ("en-gb", "/shop/", "A title")
    assert page.headings == ("One", "Two")
    assert page.images == ("Logo", "Mark")
    assert page.scripts == ("a.js",)
    assert page.text == "One Two One Hello you"


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ('<input type="PASSWORD">', {"password"}),
        ('<input type="email">', {"email"}),
        ('<input name="Email">', {"email"}),
        ('<input autocomplete="one-time-code">', {"otp"}),
        ('<input placeholder="Verification code">', {"otp"}),
        ('<input autocomplete="cc-number">', {"card"}),
        ('<input name="cardnumber">', {"card"}),
        ('<input id="cvv">', {"card"}),
        ('<input name="q">', set()),
        ('<textarea name="discard"></textarea>', set()),
        ('<input name="hotpot">', set()),
    ],
)
def test_what_a_form_asks_for(field: str, asked: set[str]) -> None:
    (form,) = read(f"<form>{field}</form>").forms
    assert {name for name in ("password", "email", "otp", "card") if getattr(form, name)} == asked


def test_where_a_form_goes() -> None:
    page = read(
        '<form action="/a" method=POST><input type=password>'
        '<button formaction="https://b.example/">Go</button></form>'
    )
    assert [(form.action, form.method) for form in page.forms] == [
        ("/a", "post"),
        ("https://b.example/", "post"),
    ]
    assert all(form.password for form in page.forms)


def test_password_fields_outside_forms_count() -> None:
    page = read("<form><input type=password></form><div><input type=password></div>")
    assert page.password_fields == 2


def test_signs_in_scripts() -> None:
    page = read(
        "<script>eval(atob('aGk=')); document.write(unescape('%41'))</script>"
        "<script>var s = String.fromCharCode(65); evaluate(s)</script>"
        '<script type="application/json">{"eval(": "atob("}</script>'
        '<script src="x.js">eval(1)</script>'
    )
    assert page.signs == ScriptSigns(
        eval=1, atob=1, unescape=1, char_codes=1, document_write=1, longest=4
    )


@pytest.mark.parametrize(
    ("frame", "hidden"),
    [
        ('<iframe src="https://a.example/" width=0 height=0></iframe>', True),
        ('<iframe src="https://a.example/" width=1px height=1></iframe>', True),
        ('<iframe src="https://a.example/" style="display: none"></iframe>', True),
        ('<iframe src="https://a.example/" hidden></iframe>', True),
        ('<iframe src="https://a.example/" width=300 height=200></iframe>', False),
        ('<iframe src="https://a.example/" width=0 height=200></iframe>', False),
        ('<iframe src="https://a.example/" style="opacity: 0.9"></iframe>', False),
        ('<iframe src="about:blank" width=0 height=0></iframe>', False),
        ('<div><noscript><div><iframe src="https://a.example/" hidden></iframe></noscript>', False),
        ('<div><noscript><iframe src="https://a.example/" hidden></iframe></noscript>', False),
    ],
)
def test_hidden_frames(frame: str, *, hidden: bool) -> None:
    assert bool(read(frame).hidden_frames) is hidden


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0;url=https://a.example/", "https://a.example/"),
        ("5; URL = '/next'", "/next"),
        ("3, /plain", "/plain"),
        ("0 https://a.example/", "https://a.example/"),
        ("0;url='https://a.example/'x", "https://a.example/"),
        ("30", ""),
        ("nonsense", ""),
    ],
)
def test_meta_refresh(content: str, target: str) -> None:
    assert read(f'<meta http-equiv="Refresh" content="{content}">').refresh == target


def test_a_refresh_that_means_nothing_hides_none() -> None:
    decoy, real = (f'<meta http-equiv="refresh" content="{c}">' for c in ("x", "0;url=/a"))
    assert read(decoy + real).refresh == "/a"


def test_no_number_of_forms_hides_the_one_that_asks_for_a_password() -> None:
    page = read("<form></form>" * 100 + "<form action=/in><input type=password></form>")
    assert (page.forms[0].action, page.forms[0].password) == ("/in", True)


def test_everything_is_bounded() -> None:
    long = "x" * 5_000
    page = read(
        f"<title>{long}</title><base href='{long}'><h1>{long}</h1>"
        + "".join(f"<h2>{number}</h2><script src=/{number}></script>" for number in range(200))
        + f"<form action='{long}'><input></form>" * 100
        + "word " * 20_000
    )
    assert len(page.title) == MAX_PHRASE
    assert len(page.base) == MAX_LINK
    assert len(page.headings) == len(page.scripts) == MAX_ITEMS
    assert len(page.forms) == MAX_FORMS
    assert len(page.forms[0].action) == MAX_LINK
    assert len(page.text) == MAX_TEXT


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read(text)


@given(
    st.lists(st.sampled_from(["<form>", "<p>", "<b>", "</form>", "<table>", "<input", ">", "x"]))
)
def test_any_tag_soup_is_read(pieces: list[str]) -> None:
    read("".join(pieces))

"""Refanging what analysts write, defanging what people read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.urls.defang import defang, refang

URL = "https://evil.example/a.b?c=d"


@pytest.mark.parametrize(
    "text",
    [
        "hxxps://evil.example/a.b?c=d",
        "hXXps://evil[.]example/a.b?c=d",
        "HXXPS[:]//evil[.]example/a[.]b?c=d",
        "hxxps[://]evil[.]example/a.b?c=d",
        "https[:]//evil(.)example/a.b?c=d",
        "https://evil{.}example/a.b?c=d",
        "https://evil[dot]example/a.b?c=d",
        "https://evil (DOT) example/a.b?c=d",
        "https://evil[.example/a.b?c=d",
        "https://evil.]example/a.b?c=d",
        "h**ps://evil[.]example/a.b?c=d",
        "hxxps[:][/][/]evil[.]example[/]a.b?c=d",
        "ｈｔｔｐｓ：／／evil.example/a.b?c=d",
        "  <https://evil.example/a.b?c=d>\n",
        '"https://evil.example/a.b?c=d"',
        "`'https://evil.example/a.b?c=d'`",
        "“hxxps://evil[.]example/a.b?c=d”",
        URL,
    ],
)
def test_refang(text: str) -> None:
    assert refang(text) == URL


def test_refang_finds_user_names_and_ports() -> None:
    assert refang("hxxp://jane[at]evil[.]example[:]8080/") == "http://jane@evil.example:8080/"


def test_refang_leaves_words_and_round_brackets_of_the_path_alone() -> None:
    url = "https://wiki.example/Set_(.)_theory?x=(dot)&y=[at]"
    assert refang(url) == url


def test_refang_keeps_ipv6_literals() -> None:
    assert refang("http://[2001:db8::1]:80/") == "http://[2001:db8::1]:80/"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://evil.example/a.b", "hxxps[:]//evil[.]example/a.b"),
        ("http://jane@evil.example:81/?q", "hxxp[:]//jane@evil[.]example:81/?q"),
        ("evil.example", "evil[.]example"),
        ("203.0.113.9", "203[.]0[.]113[.]9"),
        (
            "https://good.example/go?u=http://evil.example/x.y",
            "hxxps[:]//good[.]example/go?u=hxxp[:]//evil[.]example/x.y",
        ),
        ("http://[2001:db8::1]/", "hxxp[:]//[2001:db8::1]/"),
    ],
)
def test_defang(text: str, shown: str) -> None:
    assert defang(text) == shown


labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
hosts = st.lists(labels, min_size=1, max_size=4).map(".".join)
tails = st.text(st.sampled_from("abcXYZ019/._-~%=&?+,:;!$'*"), max_size=40)
urls = st.builds(
    lambda scheme, host, port, tail: f"{scheme}://{host}{port}/{tail}",
    st.sampled_from(["http", "https"]),
    hosts,
    st.sampled_from(["", ":8080"]),
    tails | st.builds("?u=https://{}/{}".format, hosts, tails),
)


@given(urls)
def test_refang_undoes_defang(url: str) -> None:
    assert refang(defang(url)) == url


@given(urls)
def test_refang_leaves_real_urls_alone(url: str) -> None:
    assert refang(url) == url


@given(urls)
def test_a_defanged_url_is_no_link(url: str) -> None:
    shown = defang(url)
    assert "http" not in shown
    assert defang(shown) == shown


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(refang(text), str)
    assert defang(defang(text)) == defang(text)

"""Small readings of paths, queries, words and places."""

from pathlib import Path

import pytest
import yaml

from elara.urls import places
from elara.urls.facts import facts_of
from elara.urls.places import Place, hosting, is_cheap, is_provider, leads_on, under
from elara.urls.reading import decoded, extension, file_name, folders, is_page, parameters
from elara.urls.words import credential_words, lure_words


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("/a/B.EXE", "b.exe", "exe"),
        ("/a/b%2Ephp", "b.php", "php"),
        ("/a/", "", ""),
        ("/a.b/c", "c", ""),
        ("/archive.tar.gz", "archive.tar.gz", "gz"),
        ("/.htaccess", ".htaccess", ""),
        ("/v1.0/notes.verylongextension", "notes.verylongextension", ""),
    ],
)
def test_files(path: str, name: str, kind: str) -> None:
    assert file_name(path) == name
    assert extension(path) == kind


def test_pages() -> None:
    assert is_page("/a/index.PHP")
    assert is_page("/a.html")
    assert not is_page("/a.pdf")
    assert not is_page("/")


def test_decoding_is_done_once() -> None:
    assert decoded("A+%42%2543") == "a b%43"
    assert parameters("a=%41&b=&c") == (("a", "A"), ("b", ""), ("c", ""))


def test_folders() -> None:
    assert folders("/A/b%20c//x.php") == ("a", "b c")
    assert folders("/a/b/") == ("a", "b")
    assert folders("/") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("secure-login", ("secure", "login")),
        ("mysecureaccount", ("secure", "account")),
        ("login.login", ("login",)),
        ("authors-blogin", ()),
        ("SSO", ("sso",)),
        ("bakery", ()),
    ],
)
def test_credential_words(text: str, words: tuple[str, ...]) -> None:
    assert credential_words(text) == words


def test_lure_words() -> None:
    assert lure_words("claim-your-airdrop") == ("claim", "airdrop")
    assert lure_words("proclaimed") == ()


@pytest.mark.parametrize(
    ("host", "place"),
    [
        ("x.trycloudflare.com", Place.TUNNEL),
        ("x.duckdns.org", Place.DYNAMIC_DNS),
        ("form.jotform.com", Place.FORM_BUILDER),
        ("x.workers.dev", Place.ANONYMOUS),
        ("weebly.com", Place.BUILDER),
        ("a.b.weebly.com", Place.BUILDER),
        ("docs.google.com", Place.FILE_SHARING),
        ("www.google.com", None),
        ("jane.github.io", Place.COMMUNITY),
        ("notweebly.com", None),
        ("", None),
    ],
)
def test_hosting(host: str, place: Place | None) -> None:
    assert hosting(host) is place


def test_a_place_is_of_one_kind() -> None:
    listed = [
        name for place in (*places._HOSTING, Place.SHORTENER) for name in places._places()[place]
    ]
    assert len(listed) == len(set(listed))


def test_the_provider_of_a_place_speaks_for_itself() -> None:
    assert is_provider("www.duckdns.org")
    assert is_provider("ngrok.io")
    assert not is_provider("x.ngrok.io")


def test_shorteners_and_suffixes() -> None:
    assert under(Place.SHORTENER, "bit.ly")
    assert not under(Place.SHORTENER, "rabbit.ly")
    assert is_cheap("top")
    assert is_cheap("eu.org")
    assert not is_cheap("com")


@pytest.mark.parametrize(
    ("url", "led_on"),
    [
        ("https://www.google.co.jp/url?q=x", True),
        ("https://www.google.com/amp/s/site.example/", True),
        ("https://ad.doubleclick.net/ddm/clk/1;2?x", True),
        ("https://www.google.com/", False),
        ("https://www.google.com/urlaub", False),
        ("https://www.google.com/maps/url", False),
        ("https://site.example/url?q=x", False),
    ],
)
def test_redirectors(url: str, led_on: bool) -> None:
    assert leads_on(facts_of(url)) is led_on


def test_redirectors_are_no_deeper_than_is_looked_for() -> None:
    listed: dict[str, list[str]] = yaml.safe_load(
        Path(places.__file__).with_name("places.yaml").read_text("utf-8")
    )
    assert {entry.count("/") for entry in listed["redirector"]} <= {1, 2, 3}

"""The published canonicalisation vectors, and what must hold for every URL."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elara.errors import InvalidUrl
from elara.urls.canonical import canonicalise, ip_from_legacy_notation
from elara.urls.parse import parse

VECTORS = json.loads((Path(__file__).parent / "data" / "safe_browsing.json").read_text("utf-8"))


def test_all_vectors_are_there() -> None:
    counts = {name: len(vectors) for name, vectors in VECTORS.items()}
    assert counts == {"canonical": 33, "ip": 11, "host": 6, "path": 3, "url": 7, "must_fail": 14}


@pytest.mark.parametrize(("url", "canonical"), VECTORS["canonical"])
def test_url(url: str, canonical: str) -> None:
    """Characters stand for bytes here: U+0080 in the file is the lone byte 0x80."""
    assert canonicalise(url.encode("latin-1")) == canonical


@pytest.mark.parametrize(("url", "canonical"), VECTORS["url"])
def test_url_as_text(url: str, canonical: str) -> None:
    assert canonicalise(url) == canonical


@pytest.mark.parametrize(("text", "address"), VECTORS["ip"])
def test_ip(text: str, address: str) -> None:
    assert (ip_from_legacy_notation(text.encode()) or b"").decode() == address


@pytest.mark.parametrize(("url", "host"), VECTORS["host"])
def test_host(url: str, host: str) -> None:
    assert canonicalise(url).split("/")[2] == host


@pytest.mark.parametrize(("url", "path"), VECTORS["path"])
def test_path(url: str, path: str) -> None:
    assert urlsplit(canonicalise(url)).path == path


@pytest.mark.parametrize("url", VECTORS["must_fail"])
def test_no_host(url: str) -> None:
    with pytest.raises(InvalidUrl):
        canonicalise(url)


def test_a_lone_byte_and_a_character_differ() -> None:
    assert canonicalise(b"http://a.example/\x80") == "http://a.example/%80"
    assert canonicalise("http://a.example/\x80") == "http://a.example/%C2%80"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://jane:pw@a.example/", "http://a.example/"),
        ("http://a@b@c.example:80/", "http://c.example/"),
        ("http://%2F@a.example/", "http://a.example/"),
        ("https://b.example%2Flogin@a.example/p", "https://a.example/p"),
        ("https://b.example%252Flogin%3F%23%5C@a.example/p", "https://a.example/p"),
        ("http://b.example\\@a.example/", "http://b.example/\\@a.example/"),
        ("jane%2F@a.example/", "http://a.example/"),
        ("http://a.example/%2F@b.example", "http://a.example/@b.example"),
        ("http://a.example?@b.example", "http://a.example/?@b.example"),
        ("HTTP://a.example", "http://a.example/"),
        ("http://a.example/%2e%2e/b", "http://a.example/b"),
        ("http://a.example/b//../c", "http://a.example/b/c"),
        ("a.example:8080/b", "http://a.example/b"),
        ("http://999999999999999999999999999.example/", None),
        ("http://08.1.2.3/", "http://08.1.2.3/"),
        ("http://é.example/", "http://xn--9ca.example/"),
    ],
)
def test_further_forms(url: str, canonical: str | None) -> None:
    assert canonicalise(url) == (canonical or url)


@pytest.mark.parametrize("url", ["http://a:b:c/", "http://a.example:port/", "http://jane@/"])
def test_bad_authorities(url: str) -> None:
    with pytest.raises(InvalidUrl):
        canonicalise(url)


@given(st.binary(max_size=80))
def test_any_bytes_give_printable_ascii_or_a_refusal(raw: bytes) -> None:
    try:
        canonical = canonicalise(raw)
    except InvalidUrl:
        return
    assert all(0x20 < ord(character) < 0x7F for character in canonical)
    assert "#" not in canonical


@given(st.text(st.sampled_from("abc%25/.?#&=:é1 "), max_size=40))
def test_canonical_form_is_stable(tail: str) -> None:
    canonical = canonicalise(f"http://a.example/{tail}")
    assert canonicalise(canonical) == canonical


_PIECES = st.sampled_from(
    [
        "@",
        ":",
        "/",
        "\\",
        "?",
        "#",
        "%",
        "%2F",
        "%40",
        "%3F",
        "%23",
        "%5C",
        "%25",
        "%252F",
        ".",
        "a",
    ]
)


@given(st.lists(_PIECES, max_size=8).map("".join), st.lists(_PIECES, max_size=6).map("".join))
@example("%2F@", "")
@example("a.a%252F%40@", "/")
@example("a\\@", "/")
def test_whatever_can_be_scanned_keeps_its_host(before: str, after: str) -> None:
    """The only liberties: a final dot goes, and an IPv6 address gets its brackets back."""
    try:
        url = parse(f"http://{before}Site.example{after}")
    except InvalidUrl:
        return
    assert canonicalise(url.href).split("/")[2] == url.host.rstrip(".")


@given(st.text(max_size=40))
def test_whatever_can_be_parsed_has_a_canonical_form(text: str) -> None:
    try:
        url = parse(text)
    except InvalidUrl:
        return
    host = f"[{url.host}]" if ":" in url.host else url.host
    assert canonicalise(url.href).split("/")[2] == host.rstrip(".")


def test_deep_encoding_is_undone_quickly() -> None:
    url = "http://a.example/%" + "25" * 4000
    assert canonicalise(url) == "http://a.example/%25"

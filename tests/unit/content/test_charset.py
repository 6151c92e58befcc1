"""Bytes to text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.content.charset import text_of

META = '<meta charset="windows-1251">'


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("Привет".encode(), "text/html", "Привет"),
        ("Привет".encode("koi8-r"), "text/html; charset=KOI8-R", "Привет"),
        ((META + "Привет").encode("cp1251"), "text/html", META + "Привет"),
        ((META + "Привет").encode(), "text/html; charset=utf-8", META + "Привет"),
        (codecs.BOM_UTF8 + b"hi", "text/html; charset=latin-1", "hi"),
        (codecs.BOM_UTF16_LE + "hi".encode("utf-16-le"), "", "hi"),
        (codecs.BOM_UTF16_BE + "hi".encode("utf-16-be"), "", "hi"),
        (b"caf\xe9", "text/html", "caf\ufffd"),
        ("日本".encode("shift_jis"), 'text/html; charset="shift_jis"', "日本"),
        (b"hi", "text/html; charset=punycode", "hi"),
        (b"hi", "text/html; charset=rot13", "hi"),
        (b"<!-- charset=utf-16le -->hi", "text/html", "<!-- charset=utf-16le -->hi"),
        (b"hi", "text/html; xcharset=utf-16le", "hi"),
        (b"hi", 'text/html; a="; charset=utf-16le"', "hi"),
        ("hi".encode("utf-16-le"), "text/html; charset=UTF-16", "hi"),
        (b"hi", "text/html; charset=no-such-thing", "hi"),
    ],
)
def test_encodings(body: bytes, content_type: str, text: str) -> None:
    assert text_of(body, content_type) == text


@given(body=st.binary(), content_type=st.text())
def test_never_raises(body: bytes, content_type: str) -> None:
    text_of(body, content_type).encode()
    text_of(body, f"text/html; charset={content_type}")

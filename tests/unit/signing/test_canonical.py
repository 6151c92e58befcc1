"""Canonical JSON: the examples of RFC 8785, its laws, and what it cannot express."""

import json
import struct
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.signing.canonical import canonical, strictly_parsed
from elara.signing.model import NotCanonical, Part, Unverified

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
SAFE = st.integers(-(2**53) + 1, 2**53 - 1)
LEAVES = st.none() | st.booleans() | SAFE | st.floats(allow_nan=False, allow_infinity=False) | TEXT
TREES: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=12
)


@pytest.mark.parametrize(
    ("bits", "text"),
    [
        # RFC 8785, appendix B.
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("4340000000000000", "9007199254740992"),
        ("4430000000000000", "295147905179352830000"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("444b1ae4d6e2ef4e", "999999999999999700000"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_spelt_as_the_rfc_says(bits: str, text: str) -> None:
    (number,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number) == text.encode()


def test_members_are_ordered_by_utf_16_and_strings_escaped_as_the_rfc_says() -> None:
    # RFC 8785, section 3.2.3: the dalet with dagesh (one unit, U+FB33) after the emoji (two).
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    order = list(json.loads(canonical(dict.fromkeys(names, 0))))
    assert order == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    assert canonical('\u20ac$\x0f\nA\'B"\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\"/"'.encode()


@given(TREES)
def test_what_is_read_back_has_the_same_bytes(tree: Any) -> None:
    once = canonical(tree)
    assert canonical(strictly_parsed(once)) == once


@given(TREES)
def test_how_json_was_written_does_not_matter(tree: Any) -> None:
    written = json.dumps(tree, indent=2, ensure_ascii=True).encode()
    assert canonical(strictly_parsed(written)) == canonical(tree)


def test_equal_numbers_are_one_and_strings_are_never_normalised() -> None:
    assert canonical({"a": 1.0, "b": -0.0}) == canonical({"b": 0, "a": 1}) == b'{"a":1,"b":0}'
    assert canonical(True) != canonical(1)
    assert canonical("é") != canonical("e\u0301")


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**53,
        -(2**53),
        "\ud800",
        {"\udfff": 1},
        {1: 1},
        {"a": b"bytes"},
        {"a": {1, 2}},
    ],
    ids=repr,
)
def test_what_has_no_canonical_form_is_told(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical({"deep": [value]})


def test_nesting_without_end_is_told() -> None:
    tree: list[Any] = []
    for _ in range(100_000):
        tree = [tree]
    with pytest.raises(NotCanonical):
        canonical(tree)


@pytest.mark.parametrize(
    "text",
    [
        b'{"score": 1, "score": 2}',
        b'{"a": {"b": 1, "b": 1}}',
        b'{"a": 1, "\\u0061": 1}',
        b"[NaN]",
        b"[-Infinity]",
        b"[1,]",
        b"[01]",
        b"",
        b"\xff\xfe[\x00]\x00",
        b"\xef\xbb\xbf[]",
        b'"\xc3"',
        b"[" * 200_000,
        b"[" + b"9" * 5000 + b"]",
        b"[" + b"9" * 300 + b"]",
        b"[9007199254740993]",
        b"[-9007199254740993]",
    ],
    ids=range(16),
)
def test_json_that_readers_may_read_differently_is_refused(text: bytes) -> None:
    with pytest.raises(Unverified) as caught:
        strictly_parsed(text)
    assert caught.value.part is Part.DOCUMENT


def test_a_member_named_twice_among_many_is_found_at_once() -> None:
    members = [f'"m{number}":0' for number in range(100_000)]
    text = "{" + ",".join([*members, members[-1]]) + "}"
    started = time.process_time()
    with pytest.raises(Unverified, match="'m99999' stands twice"):
        strictly_parsed(text.encode())
    assert time.process_time() - started < 5, "each with each would take minutes"

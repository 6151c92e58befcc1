"""Which feed files are taken and which are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.intel.feed import key, read_feed
from elara.providers.model import NoAnswer

GOOD = "".join(f"https://p{number}.example/\n" for number in range(100))


def test_a_good_file_is_taken_whole() -> None:
    expected = {key(f"https://p{number}.example/") for number in range(100)}
    assert read_feed(GOOD.encode(), 100) == expected


def test_windows_line_ends_make_no_other_urls() -> None:
    assert read_feed(GOOD.replace("\n", "\r\n").encode(), 100) == read_feed(GOOD.encode(), 100)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b"<!doctype html>\n<title>Sorry</title>\n", "html"),
        (GOOD.encode()[:-5], "truncated"),
        (GOOD.encode()[: len(GOOD) // 2 + 1], "truncated"),
        (GOOD.encode() + b"\xff\xfe\n", "not_text"),
        ((GOOD + "# comment\n").encode(), "not_urls"),
        ((GOOD + "\n").encode(), "not_urls"),
        ((GOOD + "https://a.example/ https://b.example/\n").encode(), "not_urls"),
        ((GOOD + "ftp://a.example/\n").encode(), "not_urls"),
        (b"https://one.example/\n", "too_few_lines"),
        (bytes(4000), "not_text"),
    ],
)
def test_a_bad_file_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(NoAnswer) as failure:
        read_feed(body, 100)
    assert failure.value.reason == reason


def test_a_line_that_no_browser_opens_is_skipped_not_fatal() -> None:
    assert read_feed((GOOD + "https:///\n").encode(), 100) == read_feed(GOOD.encode(), 100)


@given(st.integers(min_value=0, max_value=len(GOOD) - 1))
def test_no_cut_of_a_file_is_taken(length: int) -> None:
    with pytest.raises(NoAnswer):
        read_feed(GOOD.encode()[:length], 100)


@given(st.binary(max_size=200))
def test_noise_is_never_taken(body: bytes) -> None:
    with pytest.raises(NoAnswer):
        read_feed(body, 1_000)


@pytest.mark.parametrize(
    ("listed", "asked", "same"),
    [
        ("https://x.pages.dev/a", "https://x.pages.dev/a#frag", True),
        ("https://x.pages.dev/a", "https://X.pages.dev/%61", True),
        ("https://x.pages.dev", "https://x.pages.dev/", True),
        ("https://x.pages.dev/a", "https://y.pages.dev/", False),
        ("https://x.pages.dev/a", "https://x.pages.dev/", False),
        ("https://x.pages.dev/a", "https://x.pages.dev/a?b", False),
        ("https://x.pages.dev/a", "https://x.pages.dev/A", False),
        ("https://example.com/", "https://notexample.com/", False),
        ("https://example.com/", "https://login.example.com/", False),
    ],
)
def test_urls_match_exactly_never_their_hosts(listed: str, asked: str, same: bool) -> None:
    assert (key(listed) == key(asked)) is same

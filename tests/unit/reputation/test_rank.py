"""Rank lists: loading and look-up."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.reputation.rank import BUNDLED, Ranks, load

LIST = "1,google.example\r\n2,Library.Example\r\n3,xn--pypal-4ve.example\r\n"


@given(st.dictionaries(st.text(max_size=8), st.integers(1, 10_000_000)), st.text(max_size=8))
def test_look_up_agrees_with_a_dictionary(known: dict[str, int], other: str) -> None:
    ranks = Ranks(known.items())
    assert len(ranks) == len(known)
    for domain in (*known, other):
        assert ranks.rank(domain) == known.get(domain)


def test_the_better_of_two_ranks_counts() -> None:
    assert Ranks([("a.example", 9), ("a.example", 4)]).rank("a.example") == 4


def test_a_csv_and_the_same_csv_zipped(tmp_path: Path) -> None:
    plain, zipped = tmp_path / "top.csv", tmp_path / "top.csv.zip"
    plain.write_bytes(LIST.encode())
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("top-1m.csv", LIST)
    for path in (plain, zipped):
        ranks = load(path)
        assert [len(ranks), ranks.rank("google.example"), ranks.rank("library.example")] == [
            3,
            1,
            2,
        ]


def test_only_the_domain_itself_is_ranked() -> None:
    ranks = Ranks([("library.example", 7)])
    assert ranks.rank("www.library.example") is None
    assert ranks.rank("notlibrary.example") is None
    assert ranks.rank("example") is None


@pytest.mark.parametrize("body", ["rank,domain\n1,a.example\n", "1\n", "<html></html>\n"])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, body: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(body)
    with pytest.raises(ValueError, match=r".+"):
        load(path)


def test_the_bundled_list_is_in_order_and_without_doubles() -> None:
    rows = [line.split(",") for line in BUNDLED.read_text().splitlines()]
    numbers = [int(rank) for rank, _ in rows]
    assert numbers == sorted(set(numbers))
    assert len({domain for _, domain in rows}) == len(rows) == len(load())

"""Training on a small invented file: it learns, forgets nothing it was told, and repeats itself."""

import csv
import random
from pathlib import Path

import numpy as np
import pytest

from elara.errors import Malformed
from elara.lexical.store import unpacked
from elara.training import learning
from elara.training.card import card
from elara.training.learning import fold_tables, out_of_fold, suffix_odds, vocabulary
from elara.training.make import made
from elara.training.popular import compiled
from elara.training.rows import NEEDED, Row, folds, rows, weights
from elara.urls.facts import facts_of

_NAMES = "garden river bakery museum library bridge meadow harbour lantern orchard".split()


def invented(count: int, seed: int) -> list[dict[str, str]]:
    """Harmless shops and blogs, and log-in pages on cheap names; six lists of them."""
    draw = random.Random(seed)
    found = []
    for number in range(count):
        name, other = draw.choice(_NAMES), draw.choice(_NAMES)
        bad = number % 2
        host = f"{name}-{draw.randrange(999)}-verify.top" if bad else f"{name}{other}.org"
        path = f"/signin/{draw.randrange(10**6)}.php" if bad else f"/blog/{other}-and-{name}/"
        found.append(
            {
                "url": f"http://{host}{path}",
                "label": str(bad),
                "source": f"{'feed' if bad else 'list'}-{draw.randrange(3)}",
                "date": "2025-03-01" if number % 4 else "2018-01-01",
                "group": host,
            }
        )
    return found


def written(path: Path, count: int, seed: int) -> Path:
    with path.open("w", newline="") as file:
        out = csv.DictWriter(file, NEEDED)
        out.writeheader()
        out.writerows(invented(count, seed))
    return path


@pytest.fixture
def given(tmp_path: Path) -> list[Row]:
    return rows(written(tmp_path / "train.csv", 1200, 1))


@pytest.fixture
def held(tmp_path: Path) -> list[Row]:
    return rows(written(tmp_path / "test.csv", 300, 2))


def test_a_model_learns_explains_itself_and_comes_out_the_same_again(
    given: list[Row], held: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "TREES", 12)
    known = vocabulary([f"{name}.org" for name in _NAMES] * 9)
    first, again = (made(given, held, known, across=False) for _ in range(2))
    assert first.file == again.file
    assert first.figures["ROC-AUC"].value > 0.99
    assert (
        unpacked(first.file).learnt.suffix_odds["top"]
        > 0
        > unpacked(first.file).learnt.suffix_odds["org"]
    )
    text = card(first, given, held)
    assert f"`{unpacked(first.file).id}`" in text
    assert "| feed-0 | malicious |" in text


def test_whole_sources_go_into_folds(given: list[Row]) -> None:
    placed = folds(given, 3)
    by_source = {
        row.source: {f for r, f in zip(given, placed, strict=True) if r == row} for row in given
    }
    assert all(len(found) == 1 for found in by_source.values())
    for fold in range(3):
        assert {row.malicious for row, f in zip(given, placed, strict=True) if f == fold} == {
            False,
            True,
        }


def test_what_a_row_teaches_is_not_in_its_own_columns(given: list[Row]) -> None:
    stuff = learning.material(given, vocabulary(["garden.org"] * 9))
    taught = fold_tables(stuff)
    columns = out_of_fold(stuff, taught)
    for fold, tables in enumerate(taught):
        others = [row for row, f in zip(given, stuff.folds, strict=True) if f != fold]
        assert tables.suffix_odds == suffix_odds(others)
    assert columns.shape == (len(given), 3)
    assert np.isfinite(columns).all()


def test_old_rows_and_rows_of_large_owners_weigh_less(given: list[Row]) -> None:
    row = given[1]
    assert row.malicious
    new = Row(row.facts, True, "x +", "2025-01-01", "a")
    old = Row(row.facts, True, "x +", "2018-01-01", "b")
    many = [Row(row.facts, True, "x +", "2025-01-01", "c")] * 4
    found = weights([new, old, *many])
    assert found[1] < found[0]
    assert found[2] == pytest.approx(found[0] / 2)


def test_a_list_of_bare_hosts_weighs_less() -> None:
    bare = [Row(facts_of(f"http://{n}.org/"), False, "bare -", "2025", n) for n in _NAMES]
    deep = [Row(facts_of(f"http://{n}.org/a"), False, "deep -", "2025", n) for n in _NAMES]
    found = weights([*bare, *deep])
    assert (found[: len(bare)] < found[len(bare) :]).all()


def test_a_file_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.csv"
    path.write_text("url,label\nhttp://a.example/,0\n")
    with pytest.raises(Malformed, match="date, group, source"):
        rows(path)


def test_a_list_of_names_compiles_to_the_same_bytes_in_any_order() -> None:
    names = ["b.org", "a.org", "c.net"]
    assert compiled(names, names[:1], ["www.a.org"]) == compiled(
        names[::-1], names[:1], ["www.a.org"]
    )

"""What the model is made of: counting, likelihood, sequences, sounds, trees, the file."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.lexical.features import COLUMNS, topic
from elara.lexical.likelihood import learnt, likelihood
from elara.lexical.model import Learnt, Vocabulary
from elara.lexical.sequences import BITS, heaviest, slots, weighed
from elara.lexical.sound import consonants, echo
from elara.lexical.store import UrlModel, packed, unpacked, url_model
from elara.lexical.text import SHAPE, Texts, shape
from elara.lexical.trees import Forest

ASCII = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=30)


def measured(text: str) -> dict[str, float]:
    return dict(zip(SHAPE, shape(Texts.of(["", text, "zz"]))[1].tolist(), strict=True))


def test_shape_counts_characters() -> None:
    found = measured("Ab12-cdfg.e_/%3D=")
    assert (found["length"], found["digits"], found["capitals"]) == (17, 3, 2)
    assert (found["hyphens"], found["dots"], found["underscores"]) == (1, 1, 1)
    assert (found["consonant_run"], found["digit_run"], found["turns"]) == (4, 2, 2)


def test_an_empty_text_measures_nothing() -> None:
    assert set(shape(Texts.of([""]))[0].tolist()) == {0.0}


@given(ASCII)
def test_entropy_is_shannons(text: str) -> None:
    counts = [sum(ord(other) & 63 == code for other in text) for code in range(64)]
    expected = -sum(c / len(text) * math.log2(c / len(text)) for c in counts if c)
    assert measured(text)["entropy"] == pytest.approx(expected, abs=1e-5)


@given(st.lists(ASCII, min_size=1, max_size=8))
def test_a_text_is_measured_by_itself(texts: list[str]) -> None:
    together = shape(Texts.of(texts))
    assert all(
        (shape(Texts.of([t]))[0] == row).all() for t, row in zip(texts, together, strict=True)
    )


def test_what_was_seen_is_likelier_than_what_was_not() -> None:
    table = learnt(["garden", "gardens", "warden", "harden"] * 50)
    mean, least = likelihood(["garden", "qxzvkj"], table).T
    assert mean[0] > mean[1]
    assert least[0] > least[1]


def test_digits_are_alike_in_sequences_and_case_is_not_seen() -> None:
    assert (slots(["abc123"])[1] == slots(["ABC987"])[1]).all()
    assert slots(["abcd"])[1].max() < 1 << BITS


def test_a_text_weighs_its_sequences() -> None:
    weights = np.zeros(1 << BITS, np.float32)
    weights[slots(["evil"])[1]] = 2.0
    assert weighed(["evil", "good", ""], weights).tolist() == pytest.approx([2 * 6**0.5, 0, 0])
    assert heaviest("xx-evil-yy", weights, 3)[0] == "evil"
    assert heaviest("good", weights, 3) == ()


@pytest.mark.parametrize("bent", ["metamassk", "m3tamask", "mtamsk", "meta-mask"])
def test_a_bent_name_has_the_consonants_of_the_name(bent: str) -> None:
    assert consonants(bent) == consonants("metamask")
    assert echo(bent)[0] == len(consonants("metamask"))


def test_a_forest_follows_its_limits_and_explains_its_path() -> None:
    forest = Forest(
        columns=np.array([[0, 1, 1]], np.int16),
        limits=np.array([[0.5, 1.0, 2.0]], np.float32),
        values=np.array([[0, -1, 1, -2, -0.5, 0.5, 3]], np.float32),
    )
    rows = np.array([[0, 1], [0, 1.5], [1, 2], [1, 3]], np.float32)
    assert forest.log_odds(rows).tolist() == [-2, -0.5, 0.5, 3]
    given = forest.contributions(rows, np.arange(2))
    assert given.sum(axis=1) == pytest.approx(forest.log_odds(rows))
    assert given[3].tolist() == [1, 2]
    assert forest.contributions(rows, np.zeros(2, np.int64))[3].tolist() == [3]


def test_contributions_of_the_bundled_model_sum_to_its_opinion() -> None:
    forest = url_model().forest
    row = np.random.default_rng(1).normal(size=len(COLUMNS)).astype(np.float32)
    topics = np.arange(len(COLUMNS))
    whole = forest.values[:, 0].sum() + forest.contributions(row[None], topics).sum()
    assert whole == pytest.approx(float(forest.log_odds(row[None])[0]), abs=1e-3)


def test_a_model_survives_its_file_and_the_file_is_reproducible() -> None:
    model = UrlModel(
        Vocabulary(np.zeros((2, 2, 2), np.float32), {"com": 7, "co.uk": 3}),
        Learnt({"top": 1.5}, np.ones(4, np.float32), np.zeros(4, np.float32)),
        Forest(
            np.zeros((1, 1), np.int16), np.zeros((1, 1), np.float32), np.ones((1, 3), np.float32)
        ),
    )
    back = unpacked(packed(model))
    assert back.vocabulary.suffixes == {"com": 7, "co.uk": 3}
    assert back.learnt.suffix_odds == {"top": 1.5}
    assert packed(back) == packed(model)


def test_the_bundled_model_is_small_and_fits_its_columns() -> None:
    model = url_model()
    assert len(packed(model)) < 5_000_000
    assert model.forest.columns.max() < len(COLUMNS)


def test_every_column_has_a_topic() -> None:
    assert {topic(column) for column in COLUMNS} >= {"the path", "the public suffix"}

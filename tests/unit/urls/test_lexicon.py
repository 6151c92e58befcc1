"""Words found inside longer ones and with one slip: against the plain, slow way."""

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from elara.urls.lexicon import START, Contained, Misspelled, Slip, longest_of

letters = st.text("abc", min_size=1, max_size=9)
words = st.lists(st.text("abc", min_size=START, max_size=8), min_size=1, max_size=6, unique=True)


@given(words, st.text("abc", max_size=20))
def test_contained(listed: list[str], text: str) -> None:
    found = Contained(listed).find(text)
    expected = []
    for place in range(len(text)):
        there = [word for word in listed if text.startswith(word, place)]
        expected += [max(there, key=len)] if there else []
    assert found == expected


@given(st.lists(letters, min_size=1, max_size=9), st.text("abc", max_size=20))
def test_the_longest_word_at_each_place(listed: list[str], text: str) -> None:
    plain = "|".join(sorted(listed, key=len, reverse=True))
    assert re.findall(longest_of(listed), text) == re.findall(plain, text)


def test_short_words_are_not_looked_for_inside() -> None:
    assert Contained(["visa", "paypal"]).find("advisable-mypaypals") == ["paypal"]


@given(st.text(string.ascii_lowercase, min_size=START, max_size=9), st.data())
def test_one_change_after_the_first_letter_is_found(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    spellings = (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :],
    )
    for spelling in spellings:
        found = [hit for hit, _ in Misspelled([word]).find(spelling)]
        assert found == ([] if spelling == word else [word])


@given(letters, letters)
def test_nothing_further_away_is_found(word: str, text: str) -> None:
    far = abs(len(word) - len(text)) > 1 or (
        len(word) == len(text) and sum(a != b for a, b in zip(word, text, strict=True)) > 2
    )
    if far or word == text:
        assert Misspelled([word]).find(text) == []


def test_how_fingers_slip() -> None:
    slips = {
        "payapl": Slip.EASY,
        "paaypal": Slip.EASY,
        "paypsl": Slip.EASY,
        "apypal": Slip.EASY,
        "paypaq": Slip.OTHER,
        "papal": Slip.OTHER,
        "payxpal": Slip.OTHER,
    }
    book = Misspelled(["paypal"])
    assert {text: book.find(text) for text in slips} == {
        text: [("paypal", slip)] for text, slip in slips.items()
    }
    assert Misspelled(["apple"]).find("aple") == [("apple", Slip.EASY)]
    assert book.find("baypal") == []

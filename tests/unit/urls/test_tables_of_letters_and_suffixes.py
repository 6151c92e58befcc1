"""The measured tables: letters of honest names, suffixes and their owners."""

import pytest

from elara.urls.letters import strangeness
from elara.urls.suffixes import lean


@pytest.mark.parametrize(("word", "random"), [("breadandsalt", "xkqjvwzpht"), ("hafen", "zqxjk")])
def test_words_are_less_strange_than_letters_drawn(word: str, random: str) -> None:
    assert strangeness(word) < 3
    assert strangeness(random) > 3.5


def test_suffixes_lean_by_their_owners() -> None:
    assert lean("icu") > lean("xyz") > lean("club") > 0
    assert lean("com") == lean("nowhere") == 0

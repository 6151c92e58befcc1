"""Finds the words by which a URL asks for credentials or baits a victim."""

import re
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from elara.urls.lexicon import longest_of

_INSIDE = 6
"""Letters a word must have to be found inside a longer one."""


@lru_cache(maxsize=8192)
def credential_words(text: str) -> tuple[str, ...]:
    """The credential words in `text`, each once, in order."""
    return _found("credential", text)


@lru_cache(maxsize=8192)
def lure_words(text: str) -> tuple[str, ...]:
    """The bait words in `text`, each once, in order."""
    return _found("lure", text)


def _found(group: str, text: str) -> tuple[str, ...]:
    found = _pattern(group).findall(text.lower())
    return tuple(dict.fromkeys(found)) if found else ()


@cache
def _pattern(group: str) -> re.Pattern[str]:
    text = files(__package__).joinpath("words.yaml").read_text("utf-8")
    words: list[str] = yaml.load(text, yaml.CSafeLoader)[group]
    inside = longest_of(word for word in words if len(word) >= _INSIDE)
    alone = longest_of(word for word in words if len(word) < _INSIDE)
    return re.compile(rf"{inside}|(?<![a-z]){alone}(?![a-z])")

"""Folds look-alike characters, so that `pаypa1` and `paypal` become the same text.

The idea of Unicode UTS #39 (skeletons), cut down to what may stand in a host name and widened by
the digits and letter pairs that phishing uses.
"""

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import yaml

_PAIRS = (("rn", "m"), ("vv", "w"))


@lru_cache(maxsize=8192)
def skeleton(text: str) -> str:
    """What `text` looks like. Compare skeletons with skeletons only, never with plain text."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    folded = bare.translate(_table())
    for pair, letter in _PAIRS:
        folded = folded.replace(pair, letter)
    return folded


def mixes_scripts(label: str) -> bool:
    """Whether Latin letters stand beside Cyrillic or Greek ones in one label."""
    scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in label}
    return "LATIN" in scripts and not scripts.isdisjoint({"CYRILLIC", "GREEK"})


@cache
def _table() -> dict[int, str]:
    text = files(__package__).joinpath("confusables.yaml").read_text("utf-8")
    groups: dict[str, str] = yaml.load(text, yaml.CSafeLoader)
    return {ord(twin): letter for letter, twins in groups.items() for twin in twins}

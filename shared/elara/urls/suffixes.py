"""How much more malice than honesty the names under a public suffix were measured to hold."""

import math
from functools import cache
from importlib.resources import files

import yaml

_PRIOR = 5
"""Owners of average luck that every suffix is granted, so that few owners prove little."""


def lean(suffix: str) -> float:
    """Logarithm (natural) of how many times more likely `suffix` is for a malicious owner than
    for a benign one; 0 for a suffix that was not measured or stands out in no way.
    """
    return _leans().get(suffix, 0.0)


@cache
def _leans() -> dict[str, float]:
    text = files(__package__).joinpath("suffixes.yaml").read_text("utf-8")
    table = yaml.load(text, yaml.CSafeLoader)
    malicious, benign = table["owners"]["malicious"], table["owners"]["benign"]

    def of(bad: int, good: int) -> float:
        share = (bad + good) / (malicious + benign)
        bad_share = (bad + _PRIOR) / (malicious + _PRIOR / share)
        return math.log(bad_share / ((good + _PRIOR) / (benign + _PRIOR / share)))

    return {suffix: of(*counts) for suffix, counts in table["suffixes"].items()}

"""Canonical JSON (RFC 8785), the bytes that are signed; and JSON read so that it is unambiguous."""

import json
from collections import Counter
from typing import Any, NoReturn

import rfc8785

from elara.signing.model import NotCanonical, Part, Unverified


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value (str, int, float, bool, None, list, tuple, dict).

    Equal numbers give equal bytes (1.0 is 1), the order of members does not matter, and strings
    are taken as they are: no Unicode normalisation. Raises NotCanonical for NaN and infinities,
    integers beyond 2^53 - 1, lone surrogates, keys that are no strings and what is no JSON.
    """
    try:
        return rfc8785.dumps(value)
    except RecursionError as error:
        raise NotCanonical("It is nested too deeply.") from error
    except ValueError as error:  # lone surrogates in keys are UnicodeEncodeErrors
        raise NotCanonical(f"{error}") from error


def strictly_parsed(text: bytes) -> Any:
    """The JSON value of UTF-8 `text`.

    Raises Unverified for what readers may disagree about: a member named twice (RFC 8259 section
    4), NaN, infinities, whole numbers that doubles cannot hold, another encoding.
    """
    try:
        return json.loads(
            text.decode("utf-8"),
            object_pairs_hook=_named_once,
            parse_constant=_no_number,
            parse_int=_whole,
        )
    except (ValueError, RecursionError, NotCanonical) as error:
        raise Unverified(Part.DOCUMENT, f"It is not strict JSON: {error}") from error


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"{twice[:80]!r} stands twice in one object")
    return found


def _whole(digits: str) -> int | float:
    """Beyond 2^53 a whole number is a double, and only its canonical spelling is unambiguous."""
    number = float(digits)
    if abs(number) < 2**53:
        return int(digits)
    if canonical(number) != digits.encode():
        raise ValueError(f"{digits[:40]} is no number that every reader can hold")
    return number


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")

"""Tells whether a URL says more than strangers should read.

Whoever holds such a URL may get into an account or learn who somebody is, so it goes in full to
no outside party.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import parse_qsl, unquote

from elara.urls.model import Url

_STRONG = frozenset(
    "password passwd passphrase pwd secret credential credentials signature jwt bearer otp totp"
    " apikey accesskey secretkey privatekey accesstoken authtoken idtoken refreshtoken csrftoken"
    " securitytoken guestaccesstoken jsessionid phpsessid sessionid authkey".split()
)
"""A value under such a name is secret whatever it looks like."""

_WEAK = frozenset(
    "token sig key code session sid auth authorization reset pass hash ticket invite invitation"
    " magic verify verification confirm confirmation activate activation access pin nonce".split()
)
"""A value under such a name, or after a folder of such a name, is secret when it looks drawn."""

_TRACKING = re.compile(
    r"utm_\w+|[a-z]{1,4}clid|_ga|_gl|mc_[ce]id|ref_?|gbraid|wbraid|igshid|igsh|si", re.IGNORECASE
)
_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[A-Za-z]{2,24}")
_RUN = re.compile(r"[A-Za-z0-9_~+=-]{24,}")
_WRITTEN = re.compile(r"(?<![A-Za-z0-9])[A-Z]?[a-z]{4,}(?![A-Za-z0-9])")
"""A word between separators: titles are made of them, random values hardly ever have one."""
_DIGEST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
"""As a folder: names content (a commit, a sample), which is public."""
_DRAWN_BITS = 80


def secrets_in(url: Url) -> tuple[str, ...]:
    """Short reasons not to show `url` in full to third parties; empty when there are none.

    They name the place, never the value.
    """
    return tuple(dict.fromkeys(_reasons(url)))


def _reasons(url: Url) -> Iterator[str]:
    if url.username or url.password:
        yield "user name or password before the host"
    for place, text in (("path", url.path), ("query", url.query), ("fragment", url.fragment)):
        plain = unquote(text)
        if _JWT.search(plain):
            yield f"signed token in the {place}"
        if _EMAIL.search(plain):
            yield f"e-mail address in the {place}"
    yield from _in_path(url.path)
    yield from _in_parameters("query", url.query)
    yield from _in_parameters("fragment", url.fragment)


def _in_path(path: str) -> Iterator[str]:
    for folder, segment in pairwise(path.split("/")):
        plain, _, parameters = unquote(segment).partition(";")
        yield from _in_parameters("path", parameters)
        if "." in plain or _DIGEST.fullmatch(plain):
            continue  # so are the hashes in the names of files
        if _drawn(plain) or (_is_named(folder, _WEAK) and _coded(plain)):
            yield "random value in the path"


def _in_parameters(place: str, text: str) -> Iterator[str]:
    if "=" not in text:
        if _drawn(unquote(text)):
            yield f"random value in the {place}"
        return
    for name, value in parse_qsl(text):
        if _TRACKING.fullmatch(name):
            continue
        if _is_named(name, _STRONG) or (_is_named(name, _WEAK) and _coded(value)):
            yield f'parameter "{name[:40]}" in the {place}'
        elif _drawn(value):
            yield f"random value in the {place}"


def _is_named(name: str, among: frozenset[str]) -> bool:
    """Whether one word of `name`, or two together, are `among` the given ones."""
    words = [word.lower() for word in _WORD_BREAK.split(name) if word]
    return not among.isdisjoint(words) or not among.isdisjoint(map("".join, pairwise(words)))


def _coded(value: str) -> bool:
    """Six characters or more, digits among them: a code rather than a word."""
    return len(value) >= 6 and any(map(str.isdigit, value))


def _drawn(value: str) -> bool:
    """Whether a part of `value` looks drawn at random rather than written."""
    return any(_entropy(run) >= _DRAWN_BITS for run in _RUN.findall(value))


def _entropy(run: str) -> float:
    """Shannon entropy in bits by letter frequency; 0 without digits or with words in it."""
    if not any(map(str.isdigit, run)) or not any(map(str.isalpha, run)) or _WRITTEN.search(run):
        return 0.0
    return -sum(n * math.log2(n / len(run)) for n in Counter(run).values())

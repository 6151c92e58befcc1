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
    "password passwd passphrase passcode pass pwd pw secret credential credentials signature jwt"
    " bearer otp totp apikey accesskey secretkey privatekey accesstoken authtoken idtoken authkey"
    " refreshtoken csrftoken securitytoken guestaccesstoken jsessionid phpsessid sessionid".split()
)
"""A value under such a name is secret whatever it looks like."""

_WEAK = frozenset(
    "token sig key code session sid auth authorization hash ticket access pin nonce".split()
)
"""A value under such a name is secret when it looks drawn."""

_DEEDS = frozenset(
    "reset invite invitation magic verify verification confirm confirmation activate activation"
    " unsubscribe password passwd".split()
)
"""What a link from a mail is for; the secret that allows it comes just before or after."""

_PRIVATE = _STRONG | _DEEDS | _WEAK - {"hash", "code"}
"""A digest after a folder of such a name is secret, too; those after the others name content."""

_TRACKING = re.compile(
    r"utm_\w+|[a-z]{1,4}clid|_ga|_gl|mc_[ce]id|ref_?|gbraid|wbraid|igshid|igsh|si", re.IGNORECASE
)
_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")
_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]+\.[\w-]*")
"""A JSON object in base64, and more: JWT (RFC 7519), or the shorter stamps of web frameworks."""
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[A-Za-z]{2,24}")
_RUN = re.compile(r"[A-Za-z0-9_~+=-]{24,}")
_PREFIX = re.compile(r"\A(?:[a-z]{2,8}_){1,3}")
"""What keys start with, to tell one kind from another: `sk_live_`, `github_pat_`."""
_WRITTEN = re.compile(r"(?<![A-Za-z0-9])[A-Z]?[a-z]{4,}(?![A-Za-z0-9])")
"""A word between separators: titles are made of them, random values hardly ever have one."""
_DIGEST = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
"""As a folder: names content (a commit, a sample), which is public, unless beside a deed."""
_FILE = re.compile(r".\.[A-Za-z][A-Za-z0-9]{0,7}$")
"""So do the hashes in the names of files."""
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
    folders = path.split("/")
    for before, segment, after in zip(folders, folders[1:], [*folders[2:], ""], strict=False):
        plain, _, parameters = unquote(segment).partition(";")
        yield from _in_parameters("path", parameters)
        if _is_secret(plain, before, after):
            yield "random value in the path"


def _is_secret(segment: str, before: str, after: str) -> bool:
    if _DIGEST.fullmatch(segment):
        return _is_named(before, _PRIVATE) or _is_named(after, _DEEDS)
    if _FILE.search(segment):
        return _is_named(before, _STRONG | _DEEDS) and _drawn(segment)
    coded = "." not in segment and _coded(segment)
    return _drawn(segment) or (coded and _is_named(before, _PRIVATE | _WEAK))


def _in_parameters(place: str, text: str) -> Iterator[str]:
    if "=" not in text:
        if _drawn(unquote(text)):
            yield f"random value in the {place}"
        return
    for name, value in parse_qsl(text):
        if _TRACKING.fullmatch(name):
            continue
        if _is_named(name, _STRONG) or (_is_named(name, _WEAK | _DEEDS) and _coded(value)):
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
    return any(_entropy(_PREFIX.sub("", run)) >= _DRAWN_BITS for run in _RUN.findall(value))


def _entropy(run: str) -> float:
    """Shannon entropy in bits by letter frequency; 0 without digits or with words in it."""
    if not any(map(str.isdigit, run)) or not any(map(str.isalpha, run)) or _WRITTEN.search(run):
        return 0.0
    return -sum(n * math.log2(n / len(run)) for n in Counter(run).values())

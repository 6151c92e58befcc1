"""The host-suffix/path-prefix expressions of a canonical URL, whose hashes threat lists hold.

Google Safe Browsing, "Suffix/prefix expressions". Google's clients differ in the hosts they try:
the document takes the last five labels, the Web Risk client the last seven, protocol v5 counts
from the registrable domain. All are tried: a hash matches in full or not at all.
"""

import hashlib
import re
from collections.abc import Iterable

from elara.urls.hosts import split

_DIRECTORIES = 4
_EXTRA_HOSTS = 4


def expressions(canonical: str) -> tuple[str, ...]:
    """Every expression of `canonical` (a result of `canonicalise`), the documented ones first."""
    host, path, query = _parts(canonical)
    paths = _paths(path, query)
    return tuple(name + end for name in _hosts(host) for end in paths)


def exact(canonical: str) -> str:
    """The one expression that names this very URL: host, path and query."""
    host, path, query = _parts(canonical)
    return f"{host}{path}{query}"


def digest(expression: str) -> str:
    """SHA-256 of an expression, in hex; its first 8 digits are the prefix services take."""
    return hashlib.sha256(expression.encode()).hexdigest()


def _parts(canonical: str) -> tuple[str, str, str]:
    """Host, path, and the query with its question mark."""
    host, slash, tail = canonical.partition("://")[2].partition("/")
    path, mark, query = tail.partition("?")
    return host, slash + path, mark + query


def _hosts(host: str) -> tuple[str, ...]:
    if host.startswith("[") or re.fullmatch(r"[\d.]+", host):
        return (host,)
    labels = host.split(".")
    documented = range(min(len(labels) - 1, 5), 1, -1)
    web_risk = range(7, 1, -1)
    registrable = split(host).registrable.count(".") + 1
    by_suffix_list = range(registrable, registrable + _EXTRA_HOSTS)
    return _unique([host, *_suffixes(labels, (*documented, *web_risk, *by_suffix_list))])


def _suffixes(labels: list[str], counts: Iterable[int]) -> list[str]:
    return [".".join(labels[-count:]) for count in counts if 2 <= count <= len(labels)]


def _paths(path: str, query: str) -> tuple[str, ...]:
    directories = [part + "/" for part in path.split("/")[:-1]]
    prefixes = ["".join(directories[:count]) for count in range(1, len(directories) + 1)]
    return _unique([path + query, path, *prefixes[:_DIRECTORIES]])


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))

"""Reads the parts of a URL the way a server or a person would: decoded, split, named.

Many rules read the same part of one URL, and the URL model reads a whole batch of them before the
rules do, hence the caches.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, unquote_plus

_KEPT = 1024
"""Twice a batch."""
_EXTENSION = re.compile(r".\.([a-z0-9]{1,8})$")

_PAGES = frozenset({"php", "html", "htm", "asp", "aspx", "jsp", "cgi", "shtml"})


@lru_cache(maxsize=_KEPT)
def decoded(text: str) -> str:
    """`text` with its percent-encoding undone once, in lower case."""
    return unquote_plus(text).lower()


@lru_cache(maxsize=_KEPT)
def parameters(query: str) -> tuple[tuple[str, str], ...]:
    """Name and value of each parameter, decoded."""
    return tuple(parse_qsl(query, keep_blank_values=True)) if query else ()


@lru_cache(maxsize=_KEPT)
def folders(path: str) -> tuple[str, ...]:
    """The folders of the path, decoded, in lower case, without the file name and empty ones."""
    return tuple(folder for folder in unquote(path).lower().split("/")[:-1] if folder)


@lru_cache(maxsize=_KEPT)
def file_name(path: str) -> str:
    """The last segment of the path, decoded, in lower case; empty for a directory."""
    return unquote(path.rpartition("/")[2]).lower()


def is_page(path: str) -> bool:
    """Whether the path ends in a page or a script, by its extension."""
    return extension(path) in _PAGES


@lru_cache(maxsize=_KEPT)
def extension(path: str) -> str:
    """The file name's extension without its dot, in lower case, or an empty string."""
    name = file_name(path)
    found = _EXTENSION.search(name) if "." in name else None
    return found[1] if found else ""

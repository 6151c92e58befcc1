"""Reads the parts of a URL the way a server or a person would: decoded, split, named."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, unquote_plus

_EXTENSION = re.compile(r".\.([a-z0-9]{1,8})$")

_PAGES = frozenset({"php", "html", "htm", "asp", "aspx", "jsp", "cgi", "shtml"})


@lru_cache(maxsize=256)
def decoded(text: str) -> str:
    """`text` with its percent-encoding undone once, in lower case."""
    return unquote_plus(text).lower()


@lru_cache(maxsize=256)
def parameters(query: str) -> tuple[tuple[str, str], ...]:
    """Name and value of each parameter, decoded."""
    return tuple(parse_qsl(query, keep_blank_values=True))


def file_name(path: str) -> str:
    """The last segment of the path, decoded, in lower case; empty for a directory."""
    return unquote(path.rpartition("/")[2]).lower()


def is_page(path: str) -> bool:
    """Whether the path ends in a page or a script, by its extension."""
    return extension(path) in _PAGES


def extension(path: str) -> str:
    """The file name's extension without its dot, in lower case, or an empty string."""
    found = _EXTENSION.search(file_name(path))
    return found[1] if found else ""

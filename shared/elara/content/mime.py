"""What kind of thing browsers take a response for. Pure.

Fetch standard, "extract a MIME type"; MIME Sniffing standard, "determining the computed MIME type
of a resource" and "identifying a resource with an unknown MIME type".
"""

import re
from collections.abc import Iterable

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_ESSENCE = re.compile(rf"\s*({_NAME}/{_NAME})\s*(?:;|$)")
_VALUE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_PARAMETER = re.compile(r';\s*([^\s;="]+)=(?:"((?:[^"\\]|\\.)*)"?|([^;]*))')
_ANYTHING = "*/*"
_UNKNOWN = frozenset(("", _ANYTHING, "unknown/unknown", "application/unknown"))
_RENDERED = frozenset(
    ("text/html", "text/xml", "application/xml", "text/xsl", "multipart/x-mixed-replace")
)
# The standard names seventeen tags and browsers add their own; here any counts, since to read too
# much does no harm. So does a body that has not got as far as its first tag.
_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?[\t\n\f\r ]*(?:<[a-z!?/]|<?\Z)", re.IGNORECASE)


def supplied(values: Iterable[str]) -> str:
    """The type that all Content-Type values together give: `a/b`, `a/b; charset=c` or "".

    The last valid one counts. A charset given before stays when the type is the same.
    """
    essence = charset = ""
    for value in _VALUE.findall(",".join(values)):
        found = _ESSENCE.match(value)
        named = found[1].lower() if found else _ANYTHING
        if named == _ANYTHING:
            continue
        charset = charset_of(value) or (charset if named == essence else "")
        essence = named
    return f"{essence}; charset={charset}" if charset else essence


def charset_of(content_type: str) -> str:
    """The first charset parameter of one Content-Type value, "" without one."""
    for name, quoted, plain in _PARAMETER.findall(content_type):
        if name.lower() == "charset":
            return str(quoted or plain).strip()
    return ""


def is_rendered(content_type: str, body: bytes) -> bool:
    """Whether browsers show `body` as a page. A type that says nothing leaves it to the body."""
    essence = content_type.partition(";")[0].strip().lower()
    if essence in _UNKNOWN:
        return _BEGINNING.match(body) is not None
    return essence in _RENDERED or essence.endswith("+xml")

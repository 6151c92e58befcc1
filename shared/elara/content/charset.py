"""Turns the bytes of a page into text as browsers do: byte order mark, header, meta, else UTF-8.

WHATWG HTML, "determining the character encoding", without its guesses. Never raises: what cannot
be decoded becomes U+FFFD.
"""

import codecs
import re

from elara.content.mime import charset_of

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_PRESCANNED = 1024
_LABEL = 40
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings of the WHATWG Encoding Standard that Python has. A list and not any codec at hand:
# some of those (punycode, idna) take quadratic time.
_NAMES = """
    utf-8 utf-16-le utf-16-be ascii latin-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6
    iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp866 cp874
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 koi8-r koi8-u mac-roman
    gbk gb18030 gb2312 big5 euc-jp shift_jis iso2022_jp euc-kr
"""
_ALIASES = {
    **dict.fromkeys(("utf-16", "ucs-2", "iso-10646-ucs-2", "unicode", "unicodefeff"), "utf-16-le"),
    "unicodefffe": "utf-16-be",
}
"""Labels of the standard that mean something else, or nothing, to Python."""
_KNOWN = frozenset(codecs.lookup(name).name for name in _NAMES.split())
_WIDE = ("utf-16-le", "utf-16-be")


def text_of(body: bytes, content_type: str) -> str:
    """`body` as text, for a Content-Type header."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    prescanned = body[:_PRESCANNED].decode("latin-1")
    meta = _CHARSET.search(prescanned)
    given = _known(charset_of(content_type)) or _ascii_like(_known(meta[1] if meta else ""))
    return body.decode(given or "utf-8", "replace")


def _ascii_like(name: str | None) -> str | None:
    """A meta element that could be read is not in UTF-16, whatever it says (WHATWG HTML)."""
    return "utf-8" if name in _WIDE else name


def _known(label: str) -> str | None:
    try:
        name = codecs.lookup(_ALIASES.get(label.lower(), label[:_LABEL])).name
    except (LookupError, ValueError):
        return None
    return name if name in _KNOWN else None

"""Turns the bytes of a page into text as browsers do: byte order mark, header, meta, else UTF-8.

WHATWG HTML, "determining the character encoding", without its guesses. Never raises: what cannot
be decoded becomes U+FFFD.
"""

import codecs
import re

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.-]{1,40})", re.IGNORECASE)
_PRESCANNED = 1024
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
_KNOWN = frozenset(codecs.lookup(name).name for name in _NAMES.split())


def text_of(body: bytes, content_type: str) -> str:
    """`body` as text, for a Content-Type header."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    prescanned = body[:_PRESCANNED].decode("latin-1")
    name = _named(content_type) or _named(prescanned) or "utf-8"
    return body.decode(name, "replace")


def _named(text: str) -> str | None:
    found = _CHARSET.search(text)
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1]).name
    except (LookupError, ValueError):
        return None
    return name if name in _KNOWN else None

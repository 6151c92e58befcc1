"""The form of a URL that threat lists agree on.

Algorithm: Google Safe Browsing, "URLs and Hashing", canonicalization. Where Google's own sources
disagree the document is followed: the query is kept, an IPv6 literal stays as written. The IP
parser wraps numbers that are too large, as the vectors demand; browsers refuse such hosts, so it
builds lookup keys and must not decide what may be fetched. User name and password are dropped
before anything is unescaped: in `http://bank.example%2F@host/` they hold an escaped slash.
"""

import re

import idna

from elara.errors import InvalidUrl

_ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")
_UNSAFE = re.compile(rb"[\x00-\x20\x7f-\xff#%]")
_SCHEME = re.compile(rb"([a-zA-Z][a-zA-Z0-9+.-]*):(?!\d+(?:[/?]|$))")
_USERINFO = re.compile(rb"((?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//|(?!%b))[^/?\\]*@" % _SCHEME.pattern)
"""To the last `@` before the host ends, where browsers end it: a backslash counts as a slash."""
_HOST = re.compile(rb"(\[[^\]]*\]|[^:]*)(?::\d*)?")
_NUMBER = re.compile(rb"0x(?P<hex>[0-9a-f]+)|(?P<octal>0[0-7]*)|(?P<decimal>[1-9]\d*)")


def canonicalise(text: str | bytes) -> str:
    """The canonical form of `text`, ASCII only; a URL without a scheme gets `http://`.

    Text is read as UTF-8; bytes are taken as they are, so a lone byte 0x80 becomes `%80`.
    Raises InvalidUrl when there is no host.
    """
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    raw = raw.strip(b" \t\r\n").translate(None, b"\t\r\n").partition(b"#")[0]
    if (found := _USERINFO.match(raw)) is not None:
        raw = found[1] + raw[found.end() :]
    scheme, rest = _split_scheme(_unescaped(raw))
    cut = re.search(rb"[/?\\]", rest)
    authority, tail = (rest[: cut.start()], rest[cut.start() :]) if cut else (rest, b"")
    path, mark, query = tail.partition(b"?")
    parts = (scheme, b"://", _host(authority), _path(path), mark, query)
    return b"".join(_escaped(part) for part in parts).decode("ascii")


def ip_from_legacy_notation(host: bytes) -> bytes | None:
    """Dotted decimal of an IPv4 address in any of the notations of `inet_aton`, else None.

    One to four octal, hexadecimal or decimal numbers; the last one fills the remaining bytes.
    Text after a space is ignored.
    """
    parts = host.partition(b" ")[0].lower().split(b".")
    numbers = [_number(part) for part in parts]
    if len(parts) > 4 or None in numbers:
        return None
    *leading, last = (number for number in numbers if number is not None)
    octets = [number & 0xFF for number in leading]
    remaining = 4 - len(leading)
    octets += (last & (256**remaining - 1)).to_bytes(remaining, "big")
    return b".".join(b"%d" % octet for octet in octets)


def _number(part: bytes) -> int | None:
    found = _NUMBER.fullmatch(part)
    if found is None or len(part) > 24:
        return None
    base = {"hex": 16, "octal": 8, "decimal": 10}[found.lastgroup or "decimal"]
    return int(found[found.lastgroup or 0], base)


def _unescaped(raw: bytes) -> bytes:
    while (once := _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), raw)) != raw:
        raw = once
    return raw


def _escaped(part: bytes) -> bytes:
    return _UNSAFE.sub(lambda found: b"%%%02X" % ord(found[0]), part)


def _split_scheme(raw: bytes) -> tuple[bytes, bytes]:
    found = _SCHEME.match(raw)
    if found is None:
        return b"http", raw
    rest = raw[found.end() :]
    if not rest.startswith(b"//"):
        raise InvalidUrl("The URL has no host.")
    return found[1].lower(), rest[2:]


def _host(authority: bytes) -> bytes:
    found = _HOST.fullmatch(authority.rpartition(b"@")[2])
    host = re.sub(rb"\.+", b".", _ascii(found[1]).lower()).strip(b".") if found else b""
    if not host:
        raise InvalidUrl("The URL has no host.")
    return ip_from_legacy_notation(host) or host


def _ascii(host: bytes) -> bytes:
    """Punycode of a host in UTF-8; a host that is no valid IDN stays as it is."""
    if host.isascii():
        return host
    try:
        return idna.encode(host.decode("utf-8"), uts46=True)
    except (UnicodeError, ValueError):
        return host


def _path(path: bytes) -> bytes:
    kept: list[bytes] = []
    segments = path.split(b"/")
    for segment in segments:
        if segment == b"..":
            kept = kept[:-1]
        elif segment != b".":
            kept.append(segment)
    names = [segment for segment in kept if segment]
    directory = b"/" if names and segments[-1] in (b"", b".", b"..") else b""
    return b"/" + b"/".join(names) + directory

"""How an IPv4 address was written, before parsing made dotted decimals of it."""

import re

from elara.urls.defang import refang

_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]*(?:[^/\\?#]*@)?([^/\\?#:]+)", re.IGNORECASE)
_DECIMAL = re.compile(r"(?:0|[1-9]\d{0,2})")


def notation(text: str) -> str | None:
    """`hexadecimal`, `octal`, `integer` or `shortened`, or None for dotted decimals or IPv6.

    `text` is a URL as typed whose host is an IP address. The notations are those of the WHATWG
    IPv4 parser (https://url.spec.whatwg.org/#concept-ipv4-parser), which has them of `inet_aton`.
    """
    found = _HOST.match(refang(text))
    parts = found[1].rstrip(".").lower().split(".") if found else []
    if any(part.startswith("0x") for part in parts):
        return "hexadecimal"
    if any(len(part) > 1 and part.startswith("0") for part in parts):
        return "octal"
    if not all(map(_DECIMAL.fullmatch, parts[:-1])) or not parts[-1:] or not parts[-1].isdigit():
        return None
    return {1: "integer", 2: "shortened", 3: "shortened"}.get(len(parts))

"""base64url without padding (RFC 7515, section 2), read so that each value has one spelling."""

import base64
import binascii


def encoded(content: bytes) -> str:
    """`content` as base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str, length: int) -> bytes:
    """The `length` bytes that `text` spells.

    Raises ValueError for any other length or spelling: Python's decoder passes over foreign
    characters and unused bits, and so one signature would have many spellings.
    """
    try:
        content = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error
    if len(content) != length or encoded(content) != text:
        raise ValueError(f"not the base64url of {length} bytes without padding")
    return content

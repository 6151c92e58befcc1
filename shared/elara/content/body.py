"""Reads a response body piece by piece and never keeps more of it than allowed.

Content codings (RFC 9110 §8.4.1): identity, gzip and deflate. Others are not offered in the
request, so a server that sends them anyway gives no page.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Protocol

import httpcore

from elara.content.model import Limits, Reason, Truncation
from elara.content.transport import Exhausted, Stopped

_WINDOW = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


class _Full(Exception):
    def __init__(self, truncation: Truncation) -> None:
        super().__init__(truncation)
        self.truncation = truncation


class _Decoder(Protocol):
    def decode(self, data: bytes, most: int) -> tuple[bytes, int]:
        """At most `most` decoded bytes, and how many of `data` they took; the rest is dropped.

        Raises zlib.error.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Identity:
    def decode(self, data: bytes, most: int) -> tuple[bytes, int]:
        return data[:most], min(len(data), most)


class _Inflate:
    """gzip and deflate. Some servers send raw deflate without the zlib wrapper the RFC asks for."""

    def __init__(self, window: int) -> None:
        self._stream = zlib.decompressobj(window)
        self._may_be_raw = window == zlib.MAX_WBITS

    def decode(self, data: bytes, most: int) -> tuple[bytes, int]:
        try:
            decoded = self._stream.decompress(data, most)
        except zlib.error:
            if not self._may_be_raw:
                raise
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
            decoded = self._stream.decompress(data, most)
        self._may_be_raw = False
        return decoded, len(data) - len(self._stream.unconsumed_tail)


@dataclass(slots=True)
class Body:
    """A growing body. `encoded` counts the bytes it was decoded from."""

    decoder: _Decoder
    limits: Limits
    kept: bytearray = field(default_factory=bytearray)
    encoded: int = 0

    def add(self, chunk: bytes) -> None:
        """Decodes and keeps `chunk` as far as the limits allow."""
        decoded, taken = self.decoder.decode(chunk, self.limits.body - len(self.kept) + 1)
        self.kept += decoded
        self.encoded += taken
        if len(self.kept) > self.limits.body:
            swollen = len(self.kept) > self.encoded * self.limits.ratio
            raise _Full(Truncation.RATIO if swollen else Truncation.SIZE)

    async def fill(self, chunks: AsyncIterator[bytes], deadline: float) -> Truncation | None:
        """Adds `chunks` until they end, or says what cut them short.

        Raises Stopped when the bytes are not in the coding the headers announced.
        """
        try:
            async with asyncio.timeout_at(deadline):
                async for chunk in chunks:
                    self.add(chunk)
        except _Full as full:
            return full.truncation
        except Exhausted:
            return Truncation.WIRE
        except (TimeoutError, httpcore.ReadTimeout):
            return Truncation.TIME
        except (httpcore.NetworkError, httpcore.ProtocolError):
            return Truncation.LOST
        except zlib.error as error:
            raise Stopped(Reason.PROTOCOL_ERROR, "damaged content coding") from error
        return None

    def bytes(self) -> bytes:
        return bytes(self.kept[: self.limits.body])


def body_for(encoding: str, limits: Limits) -> Body:
    """An empty body for a Content-Encoding value. Raises Stopped for codings not offered."""
    coding = encoding.strip().lower()
    if coding in ("", "identity"):
        return Body(_Identity(), limits)
    if coding not in _WINDOW:
        raise Stopped(Reason.UNSUPPORTED_ENCODING, coding)
    return Body(_Inflate(_WINDOW[coding]), limits)

"""Decoding within limits, without a socket."""

import asyncio
import gzip
import time
import zlib
from collections.abc import AsyncIterator, Callable, Iterable

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.content.body import Body, body_for
from elara.content.model import Limits, Reason, Truncation
from elara.content.transport import Exhausted, Stopped

SMALL = Limits(body=1000)


def filled(
    chunks: Iterable[bytes],
    encoding: str = "",
    limits: Limits = SMALL,
    end: Exception | None = None,
) -> tuple[Body, Truncation | None]:
    async def stream() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk
        if end is not None:
            raise end

    async def fill() -> tuple[Body, Truncation | None]:
        body = body_for(encoding, limits)
        return body, await body.fill(stream(), asyncio.get_running_loop().time() + 5)

    return asyncio.run(fill())


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
}


@pytest.mark.parametrize("encoding", PACKERS)
@given(data=st.binary(max_size=1000), size=st.integers(1, 50))
def test_what_was_encoded_comes_back(encoding: str, data: bytes, size: int) -> None:
    packed = PACKERS[encoding](data)
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]
    body, truncated = filled(chunks, encoding)
    assert (body.bytes(), truncated) == (data, None)


def test_deflate_without_its_wrapper_is_read_too() -> None:
    body, truncated = filled([raw_deflate(b"hello")], "deflate")
    assert (body.bytes(), truncated) == (b"hello", None)


@pytest.mark.parametrize("encoding", PACKERS)
def test_never_more_than_the_limit(encoding: str) -> None:
    body, truncated = filled([PACKERS[encoding](bytes(range(256)) * 40)] * 3, encoding)
    assert truncated is Truncation.SIZE
    assert len(body.bytes()) == SMALL.body


def test_a_bomb_is_called_one_after_little_work() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    started = time.process_time()
    body, truncated = filled([bomb], "gzip", Limits())
    assert truncated is Truncation.RATIO
    assert len(body.kept) <= Limits().body + 1
    assert time.process_time() - started < 0.5


def test_a_very_repetitive_page_is_no_bomb() -> None:
    page = b"<tr><td>0</td></tr>\n" * 10_000
    body, truncated = filled([gzip.compress(page + bytes(range(256)) * 20)], "gzip", Limits())
    assert truncated is None
    assert body.bytes().startswith(page)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_codings_not_offered_stop_the_fetch(encoding: str) -> None:
    with pytest.raises(Stopped) as stopped:
        body_for(encoding, SMALL)
    assert stopped.value.reason is Reason.UNSUPPORTED_ENCODING


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_damaged_coding_is_a_protocol_error(encoding: str) -> None:
    with pytest.raises(Stopped) as stopped:
        filled([b"\xff" * 40], encoding)
    assert stopped.value.reason is Reason.PROTOCOL_ERROR


@pytest.mark.parametrize(
    ("end", "truncation"),
    [
        (Exhausted(), Truncation.WIRE),
        (httpcore.ReadTimeout(), Truncation.TIME),
        (TimeoutError(), Truncation.TIME),
        (httpcore.ReadError(), Truncation.LOST),
        (httpcore.RemoteProtocolError(), Truncation.LOST),
    ],
)
def test_what_came_before_the_end_is_kept(end: Exception, truncation: Truncation) -> None:
    body, truncated = filled([b"first"], end=end)
    assert (body.bytes(), truncated) == (b"first", truncation)

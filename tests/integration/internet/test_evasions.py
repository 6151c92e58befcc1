"""Servers that show visitors a page and try to show us none: what we miss is never "clean"."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from elara.content.collect import collect
from elara.content.fetch import Fetcher
from elara.content.model import PageFacts
from elara.evidence.model import Evidence, State, Subject
from elara.rules.pack import assess
from elara.rules.ruleset import current
from elara.scans.model import StageState
from elara.scans.stage import state_of
from elara.scoring.model import Stage
from emulators.internet.listener import Connected, listen

BASE = "http://web.hostile.test"
TITLE = b"<title>PayPal</title>"
FORM = b"<form action=https://evil.example/><input type=password></form>"


def replying(head: bytes, body: bytes, *, stall: bool = False) -> Connected:
    """Redirects from `/moved`, and otherwise sends `head` and `body` and, maybe, no end."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
        if path == b"/moved":
            writer.write(b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n")
            return
        writer.write(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body)
        await writer.drain()
        if stall:
            await reader.read()

    return answer


@asynccontextmanager
async def facing(fetcher: Fetcher, connected: Connected) -> AsyncIterator[Fetcher]:
    server = await listen(connected)
    port = server.port
    yield replace(fetcher, dial=lambda *_: ("127.0.0.1", port))
    await server.aclose()


async def seen(fetcher: Fetcher, connected: Connected, path: str = "/") -> tuple[Evidence, ...]:
    async with facing(fetcher, connected) as there:
        return (await collect(Subject(BASE + path), fetcher=there)).evidence


def page_of(evidence: tuple[Evidence, ...]) -> PageFacts:
    (page,) = (piece for piece in evidence if piece.source == "page")
    return PageFacts.model_validate(page.data)


HTML = b"Content-Type: text/html\r\n"
HALVES = {
    "a comment as long as we read": replying(
        HTML, TITLE + b"<!--" + b"x" * 2_000_000 + b"-->" + FORM
    ),
    "a stall after the title": replying(HTML, TITLE, stall=True),
    "a body cut short": replying(HTML + b"Content-Length: 5000\r\n", TITLE),
    "no type, and a stall after the title": replying(b"", TITLE, stall=True),
}


@pytest.mark.parametrize("path", ["/", "/moved"])
@pytest.mark.parametrize("half", HALVES)
async def test_half_a_page_leaves_the_stage_degraded_and_scores_as_far_as_it_goes(
    half: str, path: str, fetcher: Fetcher
) -> None:
    evidence = await seen(fetcher, HALVES[half], path)
    state, reason = state_of(evidence)
    assert state is StageState.DEGRADED
    assert reason is not None
    assert reason.startswith("page_forms: truncated_")
    assert {finding.rule for finding in assess(Stage.CONTENT_SCAN, evidence, current())} == {
        "content.borrowed_brand_title"
    }


async def test_a_stall_before_the_first_tag_is_no_answer_either(fetcher: Fetcher) -> None:
    state, _ = state_of(await seen(fetcher, replying(b"", b" \n", stall=True)))
    assert state is StageState.DEGRADED


async def test_a_whole_page_is_an_answer(fetcher: Fetcher) -> None:
    assert state_of(await seen(fetcher, replying(HTML, TITLE + FORM), "/moved")) == (
        StageState.ANSWERED,
        None,
    )


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Content-Type: */*\r\n",
        b"Content-Type: unknown/unknown\r\n",
        b"Content-Type: Application/Unknown; charset=utf-8\r\n",
        b"Content-Type: html\r\n",
        b"Content-Type: text/plain\r\nContent-Type: text/html\r\n",
        b"Content-Type: text/plain; x=" + b"y" * 300 + b", text/html\r\n",
    ],
)
async def test_what_browsers_take_for_a_page_is_read_as_one(head: bytes, fetcher: Fetcher) -> None:
    assert page_of(await seen(fetcher, replying(head, TITLE + FORM))).password_fields == 1


async def test_what_browsers_show_as_text_is_not_read(fetcher: Fetcher) -> None:
    page = page_of(await seen(fetcher, replying(b"Content-Type: text/plain\r\n", TITLE + FORM)))
    assert (page.title, page.password_fields) == ("", 0)


async def test_two_codings_in_two_headers_are_not_taken_for_the_first(fetcher: Fetcher) -> None:
    head = HTML + b"Content-Encoding: identity\r\nContent-Encoding: gzip\r\n"
    evidence = await seen(fetcher, replying(head, b"\x1f\x8b and so on"))
    assert [piece.reason for piece in evidence if piece.state is State.UNAVAILABLE] == [
        "unsupported_encoding"
    ]


async def test_a_refresh_header_is_a_refresh(fetcher: Fetcher) -> None:
    head = HTML + b"Refresh: 0;url=https://evil.example.net/in\r\n"
    assert page_of(await seen(fetcher, replying(head, TITLE))).refresh_site == "example.net"

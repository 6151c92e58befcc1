"""Fetches and reads the page behind a URL. Two sources: the way there, and the page at its end.

- `redirects`: kept whenever a server said anything, so that a chain is known even when its end is
  not, and also when a certificate was shown that does not verify.
- `page`: the page, or why there is none. A page that stops in the middle is used as far as it goes,
  and what is missing is a third, silent source (`page_rest`), so that coverage shows it.
"""

import asyncio
from collections.abc import Iterator
from datetime import datetime

from elara.content.charset import text_of
from elara.content.fetch import Fetcher
from elara.content.markup import Markup
from elara.content.model import Failure, Fetched, PageFacts, Reason
from elara.content.page import is_markup, page_facts, redirect_facts
from elara.content.sandbox import TooComplex, shared
from elara.evidence.model import Clock, Collected, Evidence, Recipient, Subject, utc_now
from elara.urls.hosts import split

_DENIED = (401, 403, 407, 429, 451)


async def collect(subject: Subject, *, fetcher: Fetcher, clock: Clock = utc_now) -> Collected:
    """What `subject.url` leads to. The servers on the way learn the URLs they were asked for."""
    outcome, _ = await asyncio.gather(fetcher.fetch(subject.url), asyncio.to_thread(shared().warm))
    at = clock()
    evidence = list(_way(outcome, at))
    if isinstance(outcome, Failure):
        evidence.append(_no_page(outcome.reason, at))
    else:
        evidence += _end(outcome, await asyncio.to_thread(_read, outcome), at)
    return Collected(tuple(evidence), _recipients(outcome))


def _read(fetched: Fetched) -> PageFacts | None:
    """The facts of a page, None when it is a trap for parsers."""
    if not is_markup(fetched):
        return page_facts(fetched, Markup())
    try:
        return page_facts(fetched, shared().read(text_of(fetched.body, fetched.content_type)))
    except TooComplex:
        return None


def _way(outcome: Fetched | Failure, at: datetime) -> Iterator[Evidence]:
    facts = redirect_facts(outcome)
    if facts.ended is Reason.TLS_ERROR or any(hop.status is not None for hop in facts.hops):
        yield Evidence.of("redirects", facts, at)


def _end(fetched: Fetched, page: PageFacts | None, at: datetime) -> Iterator[Evidence]:
    if page is None:
        yield _no_page("too_complex", at)
    elif _denied(fetched.status) and not page.password_fields:
        yield _no_page(f"http_{fetched.status}", at)
    else:
        yield Evidence.of("page", page, at)
        if fetched.truncated and is_markup(fetched):
            reason = f"truncated_{fetched.truncated}"
            yield Evidence.silence("page_rest", PageFacts.kind, reason, at)


def _no_page(reason: str, at: datetime) -> Evidence:
    return Evidence.silence("page", PageFacts.kind, reason, at)


def _denied(status: int) -> bool:
    """Whether the server kept the page from us: what its visitors see is not known."""
    return status in _DENIED or status >= 500


def _recipients(outcome: Fetched | Failure) -> tuple[Recipient, ...]:
    servers = dict.fromkeys(hop.host for hop in outcome.hops if hop.address)
    asked = any(split(hop.host).ip is None for hop in outcome.hops)
    resolver = (Recipient(name="resolver", sent="host"),) if asked else ()
    return (*resolver, *(Recipient(name=host, sent="full_url") for host in servers))

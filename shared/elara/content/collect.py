"""Fetches and reads the page behind a URL. Sources: the way there, and the page at its end.

- `redirects`: kept whenever a server said anything, so that a chain is known even when its end is
  not, and also when a certificate was shown that does not verify.
- `page`: the page, or why there is none. A page that stops in the middle is used as far as it goes,
  and what the rest may hold are two silent sources more (`page_forms`, `page_scripts`): as many as
  can have answered, so that nobody calls clean what was cut off before the form.
"""

from collections.abc import Iterator
from datetime import datetime

from elara.content.charset import text_of
from elara.content.fetch import Fetcher
from elara.content.markup import Markup
from elara.content.model import Failure, Fetched, PageFacts, Reason
from elara.content.page import is_markup, page_facts, redirect_facts
from elara.content.sandbox import Sandbox, Unread, shared
from elara.evidence.model import Clock, Collected, Evidence, Recipient, Subject, utc_now
from elara.urls.hosts import split

_UNSEEN = ("page_forms", "page_scripts")
_DENIED = (401, 403, 407, 429, 451)


async def collect(
    subject: Subject,
    *,
    fetcher: Fetcher,
    sandbox: Sandbox | None = None,
    clock: Clock = utc_now,
) -> Collected:
    """What `subject.url` leads to. The servers on the way learn the URLs they were asked for.

    Pages are read in `sandbox`, that of the process when none is given. Raises Unavailable when
    it does not start.
    """
    sandbox = sandbox or shared()
    sandbox.warm()
    outcome = await fetcher.fetch(subject.url)
    at = clock()
    evidence = list(_way(outcome, at))
    if isinstance(outcome, Failure):
        evidence.append(_no_page(outcome.reason, at))
    else:
        evidence += _end(outcome, await _read(outcome, sandbox), at)
    return Collected(tuple(evidence), _recipients(outcome))


async def _read(fetched: Fetched, sandbox: Sandbox) -> PageFacts | str:
    """The facts of a page, or why it could not be read."""
    if not is_markup(fetched):
        return page_facts(fetched, Markup())
    try:
        markup = await sandbox.read(text_of(fetched.body, fetched.content_type))
    except Unread as unread:
        return unread.reason
    return page_facts(fetched, markup)


def _way(outcome: Fetched | Failure, at: datetime) -> Iterator[Evidence]:
    facts = redirect_facts(outcome)
    if facts.ended is Reason.TLS_ERROR or any(hop.status is not None for hop in facts.hops):
        yield Evidence.of("redirects", facts, at)


def _end(fetched: Fetched, page: PageFacts | str, at: datetime) -> Iterator[Evidence]:
    if isinstance(page, str):
        yield _no_page(page, at)
    elif _denied(fetched.status) and not page.password_fields:
        yield _no_page(f"http_{fetched.status}", at)
    else:
        yield Evidence.of("page", page, at)
        if fetched.truncated and is_markup(fetched):
            reason = f"truncated_{fetched.truncated}"
            for source in _UNSEEN:
                yield Evidence.silence(source, PageFacts.kind, reason, at)


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

"""Asking sources side by side: one that fails or dawdles is evidence too, never an error."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from elara.evidence.model import Evidence
from elara.providers.model import NoAnswer, Source
from elara.urls.model import Url

DEADLINE = 5.0
"""Seconds a source has in all, its second attempt included."""


async def ask(
    source: Source, url: Url, at: datetime, *, kind: str, seconds: float = DEADLINE
) -> Evidence:
    """The source's answer, or the reason why there is no evidence of `kind` within `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            return await source.ask(url, at)
    except TimeoutError:
        reason = "timeout"
    except NoAnswer as failure:
        reason = failure.reason
    return Evidence.silence(source.name, kind, reason, at)


async def ask_all(
    sources: Iterable[Source], url: Url, at: datetime, *, kind: str, seconds: float = DEADLINE
) -> tuple[Evidence, ...]:
    """One piece of evidence per source, in their order, after `seconds` at the latest."""
    asked = (ask(source, url, at, kind=kind, seconds=seconds) for source in sources)
    return tuple(await asyncio.gather(*asked))

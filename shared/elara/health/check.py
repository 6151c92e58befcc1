"""Asks the parts in parallel, each with a deadline."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from pydantic import BaseModel

DEADLINE = 2.0
"""Seconds a part has to answer."""

Probe = Callable[[], Awaitable[None]]


class Report(BaseModel):
    """`ok` says that scans can be accepted; `parts` has `ok` or the kind of failure of each."""

    ok: bool
    parts: dict[str, str]


async def check(*, needed: Mapping[str, Probe], helpful: Mapping[str, Probe]) -> Report:
    """A report over both; only the `needed` ones decide whether all is well."""
    probes = {**needed, **helpful}
    answers = await asyncio.gather(*(_ask(probe) for probe in probes.values()))
    parts = dict(zip(probes, answers, strict=True))
    return Report(ok=all(parts[name] == "ok" for name in needed), parts=parts)


async def _ask(probe: Probe) -> str:
    try:
        async with asyncio.timeout(DEADLINE):
            await probe()
    except Exception as error:  # noqa: BLE001 - whatever the part raised is the answer
        return type(error).__name__
    return "ok"

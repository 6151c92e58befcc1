"""The demo: a world, seven URLs through its public API, a table, and nothing left behind."""

import asyncio
import time

from rich.console import Console

from elara.cli.client import Api
from elara.cli.connection import Connection
from elara.cli.render import ledger, overview
from elara.cli.scanning import Followed, follow, progress
from emulators.machine import Missing
from emulators.ports import Occupied
from emulators.world import Failed, World

URLS = (
    "https://paypal-secure-login.account-verify.top/signin",
    "http://cdn-update.files-mirror.click/invoice.pdf.exe",
    "https://xn--pypal-4ve.com/",
    "https://go.short-link.cc/r/8fk2",
    "https://slow.never-answers.net/",
    "https://www.riverside-library.org/catalogue/2024/spring/index.html",
    "https://accounts.northwind-mail.com/login",
)
"""A phishing page, a malware link, a look-alike in Cyrillic, a redirect chain to a login, a page
that never answers, a benign deep link and a benign login; all invented, all served locally."""


def run(out: Console) -> int:
    """Runs the demo. Returns 0 when every scan ended, else 1."""
    try:
        return asyncio.run(_run(out))
    except (Failed, Missing, Occupied) as error:
        out.print(str(error), style="red", markup=False, soft_wrap=True)
        return 1


async def _run(out: Console) -> int:
    began = time.monotonic()
    out.print("Starting the emulated world …")
    async with World() as world:
        out.print(f"Ready after {time.monotonic() - began:.1f} s.", *world.notes)
        connection = Connection(world.layout.gateway, world.api_key)
        async with Api(connection) as api, progress(out, URLS, shown=True) as watch:
            followed = await follow(api, URLS, force=False, wait=True, watch=watch)
    _report(followed, out)
    return 0 if len(followed.scans) == len(URLS) else 1


def _report(followed: Followed, out: Console) -> None:
    for url, problem in followed.errors.items():
        out.print(f"{url}: {problem}", style="red", markup=False)
    if followed.scans:
        out.print(ledger(followed.scans[0]))
        out.print(overview(followed.scans, followed.seconds))

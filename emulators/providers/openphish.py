"""The OpenPhish community feed as GitHub serves it: 300 lines, an entity tag, twice-daily change.

Like the real one it is replaced nearly whole every 12 hours; the demo's own URLs and a few others
stay.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from emulators.providers.world import ProviderWorld

_HALF_DAY = 12 * 3600


def routes(world: ProviderWorld) -> list[Route]:
    """`feed.txt`. `data/openphish.yaml` names the demo's URLs and how many fill the file up."""
    data = world.data("openphish")

    async def feed(request: Request) -> Response:
        lines = [*data["listed"], *_filler(data["staying"], data["passing"], world.clock())]
        body = "".join(f"{line}\n" for line in lines).encode()
        tag = f'W/"{hashlib.sha256(body).hexdigest()}"'
        headers = {"ETag": tag, "Cache-Control": "max-age=300"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, media_type="text/plain; charset=utf-8", headers=headers)

    return [Route("/feed.txt", feed)]


def _filler(staying: int, passing: int, now: datetime) -> Iterator[str]:
    for number in range(1, staying + 1):
        yield f"https://p{number:03}.example-phish.pages.dev/"
    issue = int(now.timestamp()) // _HALF_DAY
    for number in range(1, passing + 1):
        yield f"https://p{issue}-{number:03}.example-phish.pages.dev/login"

"""GET /api/v2/rules: every rule there is, and the ruleset that weighs them."""

from starlette.requests import Request
from starlette.responses import Response

from elara.rules.catalogue import catalogue
from elara.rules.ruleset import current
from elara.runtime.door import door
from elara.runtime.reply import reply


@door
async def list_rules(request: Request) -> Response:
    return reply(catalogue(current()), headers={"Cache-Control": "public, max-age=300"})

"""A way to look into the fake internet and to break its DNS while it runs.

`GET /health`; `PUT /faults/<name>` with a fault's name as the body; `DELETE /faults`;
`GET /seen` for the questions and requests that came; `DELETE /seen`. JSON all around.
"""

import asyncio
import json

from emulators.internet.dns_server import Zone
from emulators.internet.listener import Listener
from emulators.internet.sites import DnsFault
from emulators.internet.web_server import Request, WebServer, answering, write_response

_JSON = {"Content-Type": "application/json"}


async def start(zone: Zone, web: WebServer, port: int = 0) -> Listener:
    """Listens on 127.0.0.1; port 0 means any free one."""
    original = dict(zone.faults)

    async def handle(
        request: Request, _: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        status, answer = _act(request, zone, web, original)
        await write_response(writer, status, _JSON, json.dumps(answer).encode())

    return await answering(handle, port)


def _act(
    request: Request, zone: Zone, web: WebServer, original: dict[str, DnsFault]
) -> tuple[int, object]:
    verb, _, name = request.target.strip("/").partition("/")
    match request.method, verb:
        case "GET", "health":
            return 200, {"ok": True}
        case "PUT", "faults":
            return _set_fault(zone, name, request.body.decode().strip())
        case "DELETE", "faults":
            zone.faults.clear()
            zone.faults.update(original)
            zone.flips.clear()
            return 200, {"faults": zone.faults}
        case "GET", "seen":
            return 200, {"dns": list(zone.seen), "web": list(web.seen)}
        case "DELETE", "seen":
            zone.seen.clear()
            web.seen.clear()
            return 200, {"ok": True}
    return 404, {"detail": "There is no such control."}


def _set_fault(zone: Zone, name: str, fault: str) -> tuple[int, object]:
    if fault not in list(DnsFault):
        return 422, {"detail": f"A fault is one of {', '.join(DnsFault)}."}
    zone.faults[name.lower()] = DnsFault(fault)
    return 200, {"faults": zone.faults}

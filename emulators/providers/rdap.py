"""RDAP: IANA's bootstrap registry (RFC 9224) and the registries it points to (RFC 9083).

The registries it names are this fake's own, one path each, so a client asks where it was sent.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.providers.world import ProviderWorld

_RDAP = "application/rdap+json"
_PAID_FOR_DAYS = 200


def routes(world: ProviderWorld) -> list[Route]:
    """`dns.json` and `<registry>/domain/<name>`; `data/rdap.yaml` holds registries and domains."""
    data = world.data("rdap")

    async def bootstrap(request: Request) -> Response:
        home = f"{request.url.scheme}://{request.url.netloc}{request.scope['root_path']}"
        services = [
            [suffixes, [f"{home}/{registry}/"]] for registry, suffixes in data["registries"].items()
        ]
        published = f"{world.clock():%Y-%m-%dT%H:%M:%SZ}"
        return JSONResponse({"version": "1.0", "publication": published, "services": services})

    async def domain(request: Request) -> Response:
        name = request.path_params["name"].lower()
        suffixes = data["registries"].get(request.path_params["registry"], [])
        known = data["domains"].get(name)
        if known is None or name.partition(".")[2] not in suffixes:
            missing = {"errorCode": 404, "title": "Not Found", "description": [name]}
            return JSONResponse(missing, 404, media_type=_RDAP)
        return JSONResponse(_object(name, known, world.clock()), media_type=_RDAP)

    return [Route("/dns.json", bootstrap), Route("/{registry}/domain/{name}", domain)]


def _object(name: str, known: dict[str, Any], now: datetime) -> dict[str, Any]:
    events = [{"eventAction": "last update of RDAP database", "eventDate": _stamp(now)}]
    registered = _registered(known, now)
    if registered is not None:
        expires = now + timedelta(days=_PAID_FOR_DAYS)
        events.insert(0, {"eventAction": "registration", "eventDate": _stamp(registered)})
        events.insert(1, {"eventAction": "expiration", "eventDate": _stamp(expires)})
    return {
        "rdapConformance": ["rdap_level_0"],
        "objectClassName": "domain",
        "ldhName": name.upper(),
        "status": ["active"],
        "events": events,
        "nameservers": [],
        "secureDNS": {"delegationSigned": False},
    }


def _registered(known: dict[str, Any], now: datetime) -> datetime | None:
    """Ages count from now, so that a new domain stays new; dates stand for old ones."""
    if "age_days" in known:
        return now - timedelta(days=known["age_days"])
    registered: date | None = known.get("registered")
    return datetime.combine(registered, time(), UTC) if registered else None


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

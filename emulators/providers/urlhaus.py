"""URLhaus: `POST /v1/url/` as described at https://urlhaus-api.abuse.ch/.

True to its oddities: errors come as 200, numbers and booleans as strings, `tags` may be null.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from emulators.providers.world import ProviderWorld

_FORM = "application/x-www-form-urlencoded"


def routes(world: ProviderWorld) -> list[Route]:
    """The look-up of one URL. `data/urlhaus.yaml` holds the accepted key and the listings."""
    data = world.data("urlhaus")
    listings = {listing["url"]: listing for listing in data["listings"]}

    async def url(request: Request) -> Response:
        refusal = _refusal(request, data["key"])
        if refusal is not None:
            return refusal
        asked = await _asked(request)
        if not asked.startswith(("http://", "https://")):
            return JSONResponse({"query_status": "invalid_url"})
        if asked not in listings:
            return JSONResponse({"query_status": "no_results"})
        return JSONResponse(_entry(listings[asked], world.clock()))

    return [Route("/v1/url/", url, methods=["GET", "POST"])]


def _refusal(request: Request, key: str) -> Response | None:
    given = request.headers.get("auth-key")
    if given is None:
        return JSONResponse({"error": "Unauthorized"}, 401)
    if given != key:
        return JSONResponse({"query_status": "unknown_auth_key"}, 403)
    if request.method != "POST":
        return JSONResponse({"query_status": "http_post_expected"})
    return None


async def _asked(request: Request) -> str:
    """The form field `url`; a body that is no form has no fields."""
    if not request.headers.get("content-type", "").startswith(_FORM):
        return ""
    return parse_qs((await request.body()).decode(errors="replace")).get("url", [""])[0]


def _entry(listing: dict[str, Any], now: datetime) -> dict[str, Any]:
    added = now - timedelta(days=listing["added_days_ago"])
    quiet = listing.get("offline_days")
    reference = f"https://urlhaus.abuse.ch/url/{listing['id']}/"
    return {
        "query_status": "ok",
        "id": str(listing["id"]),
        "urlhaus_reference": reference,
        "url": listing["url"],
        "url_status": "online" if quiet is None else "offline",
        "host": listing["url"].split("/")[2],
        "date_added": _stamp(added),
        "last_online": None if quiet is None else _stamp(now - timedelta(days=quiet)),
        "threat": "malware_download",
        "blacklists": {"spamhaus_dbl": "not listed", "surbl": "not listed"},
        "reporter": "demo",
        "larted": "true",
        "takedown_time_seconds": None,
        "tags": listing.get("tags"),
        "payloads": [_payload(listing, added)],
    }


def _payload(listing: dict[str, Any], added: datetime) -> dict[str, Any]:
    sha256 = f"{listing['id']:064x}"
    return {
        "firstseen": f"{added:%Y-%m-%d}",
        "filename": listing["url"].rpartition("/")[2],
        "file_type": "exe",
        "response_size": "179664",
        "response_sha256": sha256,
        "urlhaus_download": f"https://urlhaus-api.abuse.ch/v1/download/{sha256}/",
        "signature": None,
        "virustotal": {"result": "16 / 58", "percent": "27.59", "link": ""},
    }


def _stamp(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S} UTC"

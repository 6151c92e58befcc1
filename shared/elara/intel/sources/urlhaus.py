"""URLhaus of abuse.ch: malware URLs, asked one by one.

Wire format: https://urlhaus-api.abuse.ch/ (`POST /v1/url/`, form body, header `Auth-Key`). An
error may come inside a 200: only `ok` and `no_results` are answers. Every field of an entry is
optional and its type drifts, so a field that cannot be read is dropped, never the listing.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import httpx
from pydantic import (
    BaseModel,
    BeforeValidator,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from elara.evidence.model import Evidence
from elara.intel.model import CURRENT, SourceAnswer, Threat
from elara.intel.setup import Setup
from elara.providers.http import Reply, fetch
from elara.providers.model import Disclosure, NoAnswer
from elara.urls.model import Url

NAME = "urlhaus"
LIVE = "https://urlhaus-api.abuse.ch"

_MAX_TAGS = 20
_REFUSALS = {401: "missing_key", 403: "bad_key"}
_STATUSES = {"unknown_auth_key": "bad_key", "invalid_url": "invalid_url"}
_ONLINE = {"online": True, "offline": False}


class UrlHaus:
    """Asks the API about one exact URL. Holds the account's key."""

    name = NAME
    disclosure = Disclosure.FULL_URL

    def __init__(self, http: httpx.AsyncClient, base: str, key: str) -> None:
        self._http = http
        self._address = f"{base.rstrip('/')}/v1/url/"
        self._key = key

    async def ask(self, url: Url, at: datetime) -> Evidence:
        if not (self._key.isascii() and self._key.isprintable()):
            # Not sent: the HTTP library quotes a header it refuses in its errors and logs.
            raise NoAnswer("bad_key")
        request = self._http.build_request(
            "POST",
            self._address,
            data={"url": url.href},
            headers={"Auth-Key": self._key},
        )
        return read(await fetch(self._http, request), at).evidence(at)


def source(setup: Setup) -> UrlHaus | None:
    """URLhaus, or None when there is no key: an empty one would only earn refusals."""
    key = setup.config.provider_key(NAME).strip()
    if not key:
        return None
    return UrlHaus(setup.http, setup.config.provider_url(NAME, LIVE), key)


def read(reply: Reply, at: datetime) -> SourceAnswer:
    """What the reply says as of `at`. Raises NoAnswer unless it clearly says one of two things."""
    if reply.status in _REFUSALS:
        raise NoAnswer(_REFUSALS[reply.status])
    if reply.status != 200:
        raise NoAnswer("unexpected_status")
    try:
        entry = _Entry.model_validate_json(reply.body)
    except ValidationError as error:
        raise NoAnswer("malformed_answer") from error
    if entry.query_status == "no_results":
        return SourceAnswer(source=NAME, listed=False)
    if entry.query_status != "ok":
        raise NoAnswer(_STATUSES.get(entry.query_status, "unexpected_answer"))
    return _listing(entry, at)


def _listing(entry: "_Entry", at: datetime) -> SourceAnswer:
    online = _ONLINE.get(entry.url_status or "")
    confirmed = at if online else entry.last_online or entry.date_added
    age = None if confirmed is None else max(at - confirmed, timedelta())
    return SourceAnswer(
        source=NAME,
        listed=True,
        threat=Threat.MALWARE if entry.threat == "malware_download" else None,
        url_level=True,
        authoritative=age is not None and age <= CURRENT,
        online=online,
        first_seen=entry.date_added,
        last_seen=entry.last_online,
        days=None if age is None else age.days,
        reference=entry.urlhaus_reference,
        tags=tuple(entry.tags or ())[:_MAX_TAGS],
    )


def _or_none(value: object, read_on: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read_on(value)
    except ValidationError:
        return None


def _utc(value: object) -> datetime:
    """Their time stamps are UTC; some say so with a ` UTC`, some do not."""
    stamp = datetime.fromisoformat(str(value).removesuffix(" UTC"))
    return stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)


_Drifting = WrapValidator(_or_none)
_Time = Annotated[datetime | None, BeforeValidator(_utc), _Drifting]
_Tag = Annotated[str, StringConstraints(max_length=64)]


class _Entry(BaseModel):
    """The fields Elara reads. The rest is ignored, so the link to the live sample (in
    `payloads`) never gets further than this."""

    query_status: str
    url_status: Annotated[str | None, _Drifting] = None
    threat: Annotated[str | None, _Drifting] = None
    date_added: _Time = None
    last_online: _Time = None
    urlhaus_reference: Annotated[
        str | None, StringConstraints(pattern=r"^https://urlhaus\.abuse\.ch/\S*$"), _Drifting
    ] = None
    tags: Annotated[list[_Tag] | None, _Drifting] = None

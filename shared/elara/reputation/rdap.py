"""The age of a domain, from its registry by RDAP.

Wire format: RFC 7480 (transport), RFC 9083 (answers). Registries differ in what they tell: an
answer without a registration date means that the age is unknown, never that the domain is new.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pydantic import BaseModel, Field, ValidationError

from elara.evidence.model import Evidence, State
from elara.providers.http import Reply
from elara.providers.model import Disclosure, NoAnswer
from elara.providers.redirects import follow
from elara.reputation.bootstrap import NO_BOOTSTRAP, Bootstrap
from elara.reputation.model import DomainAge
from elara.urls.hosts import split
from elara.urls.model import Host, Url

NAME = "rdap"
LIVE = "https://data.iana.org/rdap"

NO_SERVER = "no_rdap_server"
"""The suffix has no RDAP server, so nobody was asked."""

_MEDIA_TYPE = "application/rdap+json"
_REGISTRATIONS = ("registration", "reregistration")
_FIRST_DOMAIN = datetime(1985, 1, 1, tzinfo=UTC)
_CLOCK_SKEW = timedelta(days=1)
"""Some registries tell local time without saying so."""


class Rdap:
    """Asks the registry of a domain. `base` is where the bootstrap registry is served.

    Build once per process, as it remembers the bootstrap registry.
    """

    name = NAME
    disclosure = Disclosure.HOST

    def __init__(self, http: httpx.AsyncClient, base: str = LIVE) -> None:
        self._http = http
        self._home = base
        self._bootstrap = Bootstrap(http, base)

    async def ask(self, url: Url, at: datetime) -> Evidence:
        """The domain's age as evidence, or `unknown` and why. Raises NoAnswer."""
        host = split(url.host)
        domain = sold_domain(host)
        server = await self._bootstrap.server(domain, at)
        if server is None:
            return _unknown(NO_SERVER, at)
        # RFC 7480, section 5.2: a server may send the question on to another.
        address = f"{server}domain/{domain}"
        reply = await follow(self._http, address, {"Accept": _MEDIA_TYPE}, home=self._home)
        if reply.status == 404:
            return _unknown("not_registered_or_wrong_server", at)
        registered = read_registration(reply, domain)
        if registered is None:
            return _unknown("no_registration_event", at)
        if not _FIRST_DOMAIN <= registered <= at + _CLOCK_SKEW:
            return _unknown("implausible_registration_date", at)
        return Evidence.of(NAME, _age(domain, host, registered, at), at)


def sold_domain(host: Host) -> str:
    """The name a registry sold: of `x.pages.dev` it is `pages.dev`."""
    return split(host.suffix).registrable if host.platform else host.registrable


def read_registration(reply: Reply, domain: str) -> datetime | None:
    """When `domain` was (last) registered, if the answer says. Raises NoAnswer."""
    if reply.status != 200:
        raise NoAnswer("unexpected_status")
    try:
        answer = _Domain.model_validate_json(reply.body)
    except ValidationError as error:
        raise NoAnswer("malformed_answer") from error
    if answer.object_class != "domain" or answer.name.lower().rstrip(".") != domain:
        raise NoAnswer("answer_of_something_else")
    # A name that lapsed and was bought again is as old as its latest registration.
    dates = [_date(event) for event in answer.events or ()]
    return max((date for date in dates if date is not None), default=None)


def _date(event: Any) -> datetime | None:
    if not isinstance(event, dict) or event.get("eventAction") not in _REGISTRATIONS:
        return None
    try:
        date = datetime.fromisoformat(str(event.get("eventDate")))
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _age(domain: str, host: Host, registered: datetime, at: datetime) -> DomainAge:
    days = max((at - registered).days, 0)
    return DomainAge(
        domain=domain,
        registered_at=registered,
        platform=host.platform,
        days=None if host.platform else days,
    )


def told_nobody(reason: str | None) -> bool:
    """Whether evidence with this reason was come by without naming the domain to anyone."""
    return reason is not None and (reason == NO_SERVER or reason.startswith(NO_BOOTSTRAP))


def _unknown(reason: str, at: datetime) -> Evidence:
    return Evidence.silence(NAME, DomainAge.kind, reason, at, State.UNKNOWN)


class _Domain(BaseModel):
    object_class: str = Field("domain", alias="objectClassName")
    name: str = Field(alias="ldhName")
    events: list[Any] | None = None

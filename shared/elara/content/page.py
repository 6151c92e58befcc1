"""Turns what was fetched into the facts rules read. Pure."""

import hashlib
import re
from collections.abc import Iterable

from elara.content.claims import claims
from elara.content.magic import PROGRAMS, kind_of
from elara.content.markup import MAX_LINK as MAX_WRITTEN
from elara.content.markup import FormMarkup, Markup, refresh_target
from elara.content.mime import is_rendered
from elara.content.model import Failure, Fetched, Form, Hop, PageFacts, RedirectFacts
from elara.content.sites import MAX_HOST, host_of, joined, site_of

MAX_TEXT = 2_000
MAX_LINK = 2_000
MAX_ITEMS = 50
_MAX_TYPE = 200
_HOST_ENDS = re.compile(r"^[?#]|^/[^/\\]|[^/\\:][/\\?#]")
"""In a link: relative, or with something after the host."""


def is_markup(fetched: Fetched) -> bool:
    """Whether a browser would render the body."""
    return is_rendered(fetched.content_type, fetched.body)


def redirect_facts(outcome: Fetched | Failure) -> RedirectFacts:
    """The way the fetch went, to a page or to wherever it ended."""
    ended = outcome if isinstance(outcome, Failure) else None
    return RedirectFacts(
        hops=tuple(_bounded(hop) for hop in outcome.hops),
        domains=tuple(dict.fromkeys(site_of(hop.host)[-MAX_HOST:] for hop in outcome.hops)),
        ended=ended.reason if ended else None,
        detail=ended.detail if ended else "",
    )


def page_facts(fetched: Fetched, markup: Markup) -> PageFacts:
    """The facts of the page at the end; `markup` is empty when the body is none."""
    base = joined(fetched.final_url, markup.base) or fetched.final_url
    host = fetched.hops[-1].host[-MAX_HOST:]
    site = site_of(host)
    sent_on = (refresh_target(fetched.refresh), markup.refresh)
    kind = kind_of(fetched.body)
    return PageFacts(
        url=fetched.final_url[:MAX_LINK],
        host=host,
        registrable=site,
        status=fetched.status,
        content_type=fetched.content_type[:_MAX_TYPE],
        body_sha256=hashlib.sha256(fetched.body).hexdigest(),
        body_bytes=len(fetched.body),
        truncated=fetched.truncated,
        download=kind,
        runs=kind in PROGRAMS,
        language=markup.language,
        title=markup.title,
        text=markup.text[:MAX_TEXT],
        forms=tuple(_form(form, base, fetched.final_url, site) for form in markup.forms),
        password_fields=markup.password_fields,
        script_hosts=_others((host_of(joined(base, link)) for link in markup.scripts), host),
        scripts=markup.signs,
        frame_sites=_others((_site(joined(base, link)) for link in markup.hidden_frames), site),
        refresh_site="".join(_others((_site(joined(base, link)) for link in sent_on), site)[:1]),
        brands=claims(markup, site),
    )


def _bounded(hop: Hop) -> Hop:
    kept = {"url": hop.url[:MAX_LINK], "host": hop.host[-MAX_HOST:]}
    return hop.model_copy(update=kept)


def _form(form: FormMarkup, base: str, page: str, site: str) -> Form:
    """`form` with its target resolved; without an action it goes back to the page.

    A link that is too long before its host has ended is made to hide where it leads.
    """
    action = joined(base, form.action) if form.action else page
    cut_off = len(form.action) >= MAX_WRITTEN and not _HOST_ENDS.search(form.action)
    target = "" if cut_off else _site(action)
    return Form(
        action=action[:MAX_LINK],
        action_host=host_of(action) if target else "",
        action_site=target,
        method=form.method,
        insecure=action.startswith("http://") and target != "",
        elsewhere=cut_off or target not in ("", site),
        password=form.password,
        email=form.email,
        otp=form.otp,
        card=form.card,
    )


def _site(href: str) -> str:
    host = host_of(href)
    return site_of(host) if host else ""


def _others(names: Iterable[str], own: str) -> tuple[str, ...]:
    """The first different ones of `names` that are neither empty nor our own."""
    return tuple(name for name in dict.fromkeys(names) if name not in ("", own))[:MAX_ITEMS]

"""The collecting half of the stage `url_analysis`: no I/O, the URL is its own evidence."""

from elara.evidence.model import Clock, Collected, Evidence, Subject, utc_now
from elara.lexical.opine import opinions, telling
from elara.urls.facts import facts_of_url
from elara.urls.parse import parse_href


async def collect(subject: Subject, *, clock: Clock = utc_now) -> Collected:
    """The facts of `subject.url` and the model's opinion on them. Raises InvalidUrl."""
    at, stored = clock(), facts_of_url(parse_href(subject.url))
    facts = stored.model_copy(update={"ip_notation": subject.ip_notation})
    (opinion,) = opinions([facts])
    if opinion.reasons:
        opinion = opinion.model_copy(update={"sequences": telling(facts)})
    own = Evidence.of("url_analysis", facts, at)
    return Collected(evidence=(own, Evidence.of("url_model", opinion, at)))

"""The collecting half of the stage `url_analysis`: no I/O, the URL is its own evidence."""

from elara.evidence.model import Clock, Collected, Evidence, Subject, utc_now
from elara.urls.facts import facts_of


async def collect(subject: Subject, *, clock: Clock = utc_now) -> Collected:
    """One piece of evidence, the facts of `subject.url`. Raises InvalidUrl."""
    evidence = Evidence.of("url_analysis", facts_of(subject.url), clock())
    return Collected(evidence=(evidence,))

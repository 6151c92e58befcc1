"""The collecting half of `ti_lookup`: who may be asked, what they say, who learnt what."""

from collections.abc import Sequence

from elara.evidence.model import Clock, Collected, Evidence, Recipient, Subject, utc_now
from elara.intel.model import SourceAnswer
from elara.providers.ask import DEADLINE, ask_all
from elara.providers.model import Disclosure, Source
from elara.urls.parse import parse
from elara.urls.secrets import secrets_in


async def collect(
    subject: Subject,
    *,
    sources: Sequence[Source],
    clock: Clock = utc_now,
    seconds: float = DEADLINE,
) -> Collected:
    """One piece of evidence per source, within `seconds`. Raises InvalidUrl.

    A URL with secrets in it goes to no source that would learn the whole of it: such a source is
    `unavailable(withheld_secret)` and no recipient. Whoever was asked counts as a recipient even
    when no answer came, as the question may have arrived.
    """
    url, at = parse(subject.url), clock()
    secret = bool(secrets_in(url))
    withheld = [s for s in sources if secret and s.disclosure is Disclosure.FULL_URL]
    asked = [s for s in sources if s not in withheld]
    kept = [Evidence.silence(s.name, SourceAnswer.kind, "withheld_secret", at) for s in withheld]
    answers = await ask_all(asked, url, at, kind=SourceAnswer.kind, seconds=seconds)
    return Collected(
        evidence=(*answers, *kept),
        recipients=tuple(
            Recipient(name=s.name, sent=s.disclosure)
            for s in asked
            if s.disclosure is not Disclosure.NOTHING
        ),
    )

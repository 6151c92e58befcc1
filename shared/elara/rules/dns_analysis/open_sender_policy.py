"""A domain that lets the whole world send mail in its name."""

import re

from elara.dns.model import DnsAnswer, RecordType
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.open_sender_policy",
    title="Everybody may send in its name",
    reads=DnsAnswer,
    points=12,
    why='"+all" makes forged mail pass; spammers set it, administrators do not.',
    references=("https://www.rfc-editor.org/rfc/rfc7208#section-5.1",),
)

_OPEN = re.compile(r"v=spf1 (?:.* )?\+?all(?: |$)", re.IGNORECASE)


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.TXT:
        return None
    if not any(_OPEN.match(record) for record in facts.records):
        return None
    return Hit(f"The SPF record of {defang(facts.name)} lets everybody send mail.")

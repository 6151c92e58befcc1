"""A domain that takes no mail."""

from elara.dns.model import DnsAnswer, RecordType, Status
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.no_mail_exchanger",
    title="Domain takes no mail",
    reads=DnsAnswer,
    points=8,
    why="An organisation's domain has mail; a name bought for one attack seldom does.",
    references=("https://www.rfc-editor.org/rfc/rfc7505",),
)

_NULL_MX = "0 ."


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.MX:
        return None
    if facts.status is Status.NODATA:
        return Hit(f"The domain {defang(facts.name)} has no mail exchanger.")
    if facts.records == (_NULL_MX,):
        return Hit(f"The domain {defang(facts.name)} declares that it takes no mail.")
    return None

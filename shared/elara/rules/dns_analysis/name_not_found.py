"""A host that is not in the DNS."""

from elara.dns.model import DnsAnswer, RecordType, Status
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.name_not_found",
    title="Host does not exist",
    reads=DnsAnswer,
    points=10,
    why="Phishing names are taken down within days, and mail goes on pointing at them.",
    references=("https://www.rfc-editor.org/rfc/rfc2308",),
)


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.A or facts.status is not Status.NXDOMAIN or facts.aliases:
        return None
    return Hit(f"The name {defang(facts.name)} does not exist in the DNS.")

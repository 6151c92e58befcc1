"""A host whose address may change within a minute."""

from elara.dns.model import DnsAnswer, RecordType, Status
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.short_lived_address",
    title="Short-lived address",
    reads=DnsAnswer,
    points=5,
    why=(
        "Attackers keep the time to live low to move when a server is taken down. Weak: load "
        "balancers do it too, and a caching resolver counts the time down. Aliases, which content "
        "networks use, do not count."
    ),
    references=("https://www.rfc-editor.org/rfc/rfc1035#section-3.2.1",),
)

_SECONDS = 60


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.A or facts.status is not Status.FOUND or facts.aliases:
        return None
    if facts.ttl is None or facts.ttl > _SECONDS:
        return None
    return Hit(f"The address of {defang(facts.name)} may be cached for {facts.ttl} seconds only.")

"""A public name that leads into private networks."""

from elara.dns.model import DnsAnswer, RecordType
from elara.rules.model import Hit, Rule
from elara.urls.addresses import refusal
from elara.urls.defang import defang

RULE = Rule(
    id="dns.non_public_address",
    title="Leads to a private address",
    reads=DnsAnswer,
    points=30,
    why=(
        "A public name with a loopback, private or reserved address turns the visitor's browser "
        "against the visitor's own network (DNS rebinding), or hides the site from scanners."
    ),
    references=("https://www.iana.org/assignments/iana-ipv4-special-registry",),
)


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type not in (RecordType.A, RecordType.AAAA):
        return None
    for address in facts.records:
        if refusal(address) is not None:
            return Hit(
                f"The name {defang(facts.name)} leads to {defang(address)}, "
                "an address that is not on the public internet."
            )
    return None

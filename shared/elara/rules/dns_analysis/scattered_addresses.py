"""A host whose addresses lie in many unrelated networks at once."""

from elara.dns.model import DnsAnswer, RecordType
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.scattered_addresses",
    title="Addresses all over the internet",
    reads=DnsAnswer,
    points=18,
    why=(
        "Fast flux: the host is served by changing infected machines of many providers. Sites "
        "spread over a content network have addresses in one or two of its networks."
    ),
    references=("Holz et al., Measuring and Detecting Fast-Flux Service Networks, NDSS 2008",),
)

_NETWORKS = 4
_SECONDS = 600


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.A or facts.ttl is None or facts.ttl > _SECONDS:
        return None
    networks = {tuple(address.split(".")[:2]) for address in facts.records}
    if len(networks) < _NETWORKS:
        return None
    return Hit(
        f"The {len(facts.records)} addresses of {defang(facts.name)} lie in {len(networks)} "
        "different networks and change quickly."
    )

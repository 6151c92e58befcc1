"""A domain served by a parking company."""

from elara.dns.model import DnsAnswer, RecordType
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="dns.parking_nameservers",
    title="Parked domain",
    reads=DnsAnswer,
    points=12,
    why="Nobody runs a site there; parking pages redirect visitors to whoever pays, also to scams.",
    references=(
        "Vissers et al., Parking Sensors: Analyzing and Detecting Parked Domains, NDSS 2015",
    ),
)

_PARKING = (
    "above.com",
    "afternic.com",
    "bodis.com",
    "cashparking.com",
    "dan.com",
    "eftydns.com",
    "fabulous.com",
    "parkingcrew.net",
    "parklogic.com",
    "rookdns.com",
    "sedoparking.com",
    "smartname.com",
    "undeveloped.com",
    "uniregistrymarket.link",
    "voodoo.com",
    "ztomy.com",
)


def check(facts: DnsAnswer) -> Hit | None:
    if facts.type is not RecordType.NS:
        return None
    for server in facts.records:
        for company in _PARKING:
            if server == company or server.endswith(f".{company}"):
                return Hit(f"The domain {defang(facts.name)} is parked at {defang(company)}.")
    return None

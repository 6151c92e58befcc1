"""Which addresses are on the public internet: the one answer for scans, rules and the fetcher.

Only unicast addresses that the whole internet routes pass. Sources: the IANA special-purpose
registries for IPv4 and IPv6 (RFC 6890 and its updates), the IANA IPv6 global unicast registry
(only 2000::/3 is allocated), the multicast registries (RFC 5771, RFC 4291), and the addresses at
which clouds serve their machines. Python's `ipaddress` knows most of these ranges too, but a
different set in each patch release.
"""

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

NOT_AN_ADDRESS = "not_an_address"
"""The refusal of anything that is no IP address, a name for example."""

_REFUSED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this_network"),
    ("10.0.0.0/8", "private"),
    ("100.64.0.0/10", "carrier_nat"),  # Alibaba Cloud's metadata is 100.100.100.200
    ("127.0.0.0/8", "loopback"),
    ("169.254.0.0/16", "link_local"),  # cloud metadata is 169.254.169.254
    ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol_assignments"),  # 192.0.0.192 is Oracle Cloud's metadata
    ("192.0.2.0/24", "documentation"),
    ("192.31.196.0/24", "anycast_service"),  # AS112-v4
    ("192.52.193.0/24", "anycast_service"),  # AMT
    ("192.88.99.0/24", "6to4_relay"),
    ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "anycast_service"),  # AS112 delegation
    ("198.18.0.0/15", "benchmarking"),
    ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"),
    ("224.0.0.0/4", "multicast"),
    ("255.255.255.255/32", "broadcast"),
    ("240.0.0.0/4", "reserved"),
    ("168.63.129.16/32", "cloud_platform"),  # Azure's wire server, on a public-looking address
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("::ffff:0:0/96", "embeds_ipv4"),  # mapped
    ("::/96", "embeds_ipv4"),  # compatible, deprecated
    ("64:ff9b::/96", "embeds_ipv4"),  # NAT64
    ("64:ff9b:1::/48", "embeds_ipv4"),  # local-use NAT64
    ("100::/64", "discard"),
    ("100:0:0:1::/64", "dummy"),
    ("2001::/32", "embeds_ipv4"),  # Teredo
    ("2001:2::/48", "benchmarking"),
    ("2001:db8::/32", "documentation"),
    ("2001::/23", "protocol_assignments"),  # ORCHID, drone ids, anycast services
    ("2002::/16", "embeds_ipv4"),  # 6to4
    ("2620:4f:8000::/48", "anycast_service"),  # AS112
    ("3fff::/20", "documentation"),
    ("5f00::/16", "segment_routing"),
    ("fc00::/7", "unique_local"),  # metadata: fd00:ec2::254 (AWS), fd20:ce::254 (Google)
    ("fe80::/10", "link_local"),
    ("fec0::/10", "site_local"),
    ("ff00::/8", "multicast"),
)
_RANGES: tuple[tuple[IPv4Network | IPv6Network, str], ...] = tuple(
    (ip_network(cidr), why) for cidr, why in _REFUSED
)
_GLOBAL_V6 = ip_network("2000::/3")


def refusal(address: str) -> str | None:
    """Why nobody may connect to `address`, in snake_case, or None when it is public unicast.

    IPv6 that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo) is refused
    whatever it carries: no public site is reachable only there, and the inner address would be
    dialled by machinery out of our sight.
    """
    if ":" not in address and not address[-1:].isdigit():
        return NOT_AN_ADDRESS  # nearly every host; a failing parser costs more than all the rest
    try:
        parsed = ip_address(address)
    except ValueError:
        return NOT_AN_ADDRESS
    for network, why in _RANGES:
        if parsed.version == network.version and parsed in network:
            return why
    if parsed.version == 6 and (parsed not in _GLOBAL_V6 or "%" in address):
        return "unallocated"
    return None

"""What is public, against the registries and against laws."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elara.urls.addresses import refusal

REFUSED = {
    "0.0.0.0": "this_network",
    "10.255.255.255": "private",
    "100.64.0.1": "carrier_nat",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "169.254.169.254": "link_local",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "100.100.100.200": "carrier_nat",
    "192.0.0.192": "protocol_assignments",
    "192.0.2.1": "documentation",
    "192.88.99.1": "6to4_relay",
    "192.168.0.1": "private",
    "198.19.255.255": "benchmarking",
    "203.0.113.9": "documentation",
    "224.0.0.251": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "168.63.129.16": "cloud_platform",
    "::": "unspecified",
    "::1": "loopback",
    "::7f00:1": "embeds_ipv4",
    "::ffff:127.0.0.1": "embeds_ipv4",
    "::ffff:8.8.8.8": "embeds_ipv4",
    "64:ff9b::7f00:1": "embeds_ipv4",
    "64:ff9b:1::a00:1": "embeds_ipv4",
    "100::1": "discard",
    "2001::1": "embeds_ipv4",
    "2001:2::1": "benchmarking",
    "2001:db8::1": "documentation",
    "2002:a00:1::": "embeds_ipv4",
    "3fff::1": "documentation",
    "5f00::1": "segment_routing",
    "fc00::1": "unique_local",
    "fd00:ec2::254": "unique_local",
    "fd20:ce::254": "unique_local",
    "fe80::1": "link_local",
    "fe80::1%eth0": "link_local",
    "fec0::1": "site_local",
    "ff02::1": "multicast",
    "4000::1": "unallocated",
    "2606:4700::1%eth0": "unallocated",
    "example.org": "not_an_address",
    "127.1": "not_an_address",
    "": "not_an_address",
}
PUBLIC = ["1.1.1.1", "8.8.8.8", "11.60.12.5", "172.15.255.255", "172.32.0.1", "2606:4700::1111"]


@pytest.mark.parametrize("address", REFUSED)
def test_refused(address: str) -> None:
    assert refusal(address) == REFUSED[address]


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address: str) -> None:
    assert refusal(address) is None


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
@example(IPv4Address("192.0.0.9"))
def test_what_passes_is_global_unicast_for_python_too(address: IPv4Address) -> None:
    if refusal(str(address)) is None:
        assert address.is_global
        assert not address.is_multicast


@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_only_allocated_global_unicast_v6_passes(address: IPv6Address) -> None:
    if refusal(str(address)) is None:
        assert address in ip_network("2000::/3")
        assert address.is_global


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_no_v6_form_of_a_v4_address_passes(address: IPv4Address) -> None:
    number = int(address)
    forms = [
        number,
        (0xFFFF << 32) | number,
        (0x0064FF9B << 96) | number,
        (0x2002 << 112) | (number << 80),
        (0x20010000 << 96) | (number ^ 0xFFFFFFFF),
    ]
    assert all(refusal(str(IPv6Address(form))) for form in forms)

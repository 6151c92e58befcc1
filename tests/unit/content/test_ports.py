"""Ports of other protocols are never asked."""

import pytest

from elara.content.ports import port_refused


@pytest.mark.parametrize("port", [22, 25, 53, 110, 143, 6000, 6667, 10080, 0])
def test_ports_of_other_protocols(port: int) -> None:
    assert port_refused(port)


@pytest.mark.parametrize("port", [80, 443, 8080, 8443, 81, 3000, 8888, 49152])
def test_ports_sites_are_on(port: int) -> None:
    assert not port_refused(port)

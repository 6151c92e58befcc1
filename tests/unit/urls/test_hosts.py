"""Splitting hosts by the bundled Public Suffix List."""

import socket

import pytest

from elara.urls.hosts import split
from elara.urls.model import Host


@pytest.mark.parametrize(
    ("name", "suffix", "registrable", "subdomain", "platform"),
    [
        ("www.example.com", "com", "example.com", "www", False),
        ("a.b.example.co.uk", "co.uk", "example.co.uk", "a.b", False),
        ("example.com", "com", "example.com", "", False),
        ("a.b.pages.dev", "pages.dev", "b.pages.dev", "a", True),
        ("pages.dev", "dev", "pages.dev", "", False),
        ("co.uk", "co.uk", "", "", False),
        ("a.evil.example", "example", "evil.example", "a", False),
        ("localhost", "", "", "", False),
        ("www.ck", "ck", "www.ck", "", False),
        ("a.b.kobe.jp", "b.kobe.jp", "a.b.kobe.jp", "", False),
        ("Example.COM.", "com", "example.com", "", False),
    ],
)
def test_split(name: str, suffix: str, registrable: str, subdomain: str, platform: bool) -> None:
    host = split(name)
    assert (host.suffix, host.registrable, host.subdomain) == (suffix, registrable, subdomain)
    assert host.platform is platform
    assert host.ip is None


@pytest.mark.parametrize("address", ["203.0.113.9", "2001:db8::9"])
def test_addresses_have_no_suffix(address: str) -> None:
    assert split(address) == Host(address, address, "", "", "", platform=False, ip=address)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("xn--mnchen-3ya.example", "münchen.example"),
        ("xn--e1afmkfd.xn--p1ai", "пример.рф"),
        ("xn--ls8h.example", "💩.example"),
        ("xn--a.example", "xn--a.example"),
        ("xn--99999999999.example", "xn--99999999999.example"),
        ("plain.example", "plain.example"),
    ],
)
def test_unicode(name: str, shown: str) -> None:
    assert split(name).unicode == shown


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the suffix list is bundled")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert split("never.seen.before.example.org").registrable == "example.org"

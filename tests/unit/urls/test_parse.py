"""Reading what a caller typed, and refusing what cannot be scanned."""

import hashlib
import ipaddress

import ada_url
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elara.errors import InvalidUrl
from elara.urls.addresses import refusal
from elara.urls.model import MAX_LENGTH
from elara.urls.parse import parse, parse_href, private_target, url_id


def test_the_parts_of_a_url() -> None:
    url = parse("HTTPS://Jane:s%20ecret@WWW.Example.COM:8443/a/../b?q=1&r#frag")
    assert url.href == "https://Jane:s%20ecret@www.example.com:8443/b?q=1&r"
    assert (url.scheme, url.username, url.password) == ("https", "Jane", "s%20ecret")
    assert (url.host, url.port, url.path) == ("www.example.com", 8443, "/b")
    assert (url.query, url.fragment) == ("q=1&r", "frag")


@given(st.sampled_from(["http:", "https:", "foo:"]), st.text("ab1.:/?#[]@!%\\ é\t", max_size=30))
@example("http:", "//[::1]:81/a:b@c?d?e#f#g")
@example("http:", "//a:b:c@d@e.example:80/")
@example("foo:", "/.//a@b")
def test_the_parts_are_those_the_parser_names(scheme: str, rest: str) -> None:
    try:
        url = parse_href(scheme + rest)
    except InvalidUrl:
        return
    named = ada_url.URL(scheme + rest)
    assert (url.scheme, url.username, url.password) == (
        named.protocol[:-1],
        named.username,
        named.password,
    )
    port = "" if url.port is None else str(url.port)
    assert (url.host, port) == (named.hostname.strip("[]"), named.port)
    assert (url.path, url.query) == (named.pathname, named.search.removeprefix("?"))
    assert url.fragment == named.hash.removeprefix("#")


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("evil.example", "http://evil.example/"),
        ("evil.example:8080/x", "http://evil.example:8080/x"),
        ("localhost:3000", "http://localhost:3000/"),
        ("bank.example:log-in@evil.example", "http://bank.example:log-in@evil.example/"),
        ("//evil.example/x", "http://evil.example/x"),
        ("hxxps[:]//evil[.]example/", "https://evil.example/"),
        ("http://evil.example:80/", "http://evil.example/"),
        ("https:\\\\evil.example\\x", "https://evil.example/x"),
        ("http://3405803785/", "http://203.0.113.9/"),
        ("http://0xcb.0x0.0x71.0x9/", "http://203.0.113.9/"),
        ("http://münchen.example/ü", "http://xn--mnchen-3ya.example/%C3%BC"),
        ("http://evil。example/", "http://evil.example/"),
        ("http://evil.example./", "http://evil.example./"),
        ("http://evil.example/a b", "http://evil.example/a%20b"),
        ("http://evil.example?", "http://evil.example/?"),
    ],
)
def test_href(text: str, href: str) -> None:
    assert parse(text).href == href


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("mailto:jane@evil.example", "Only http and https"),
        ("javascript:alert(1)", "Only http and https"),
        ("ftp://evil.example/", "Only http and https"),
        ("file:///etc/passwd", "Only http and https"),
        ("/path", "no host"),
        ("?query", "no host"),
        ("#fragment", "no host"),
        ("\\\\share\\x", "no host"),
        ("http://", "cannot be read"),
        ("http://?x", "cannot be read"),
        ("two words", "cannot be read"),
        ("http://evil.example:99999/", "cannot be read"),
        ("http://[::1", "cannot be read"),
        ("http://evil.example/\r\nHost: other.example", "line break"),
        ("http://evil.example/\x00", "control character"),
        ("http://evil\t.example/", "control character"),
        ("http://evil..example/", "not a valid name"),
        ("http://.evil.example/", "not a valid name"),
        (f"http://{'a' * 64}.example/", "not a valid name"),
        (f"http://{'a.' * 130}example/", "not a valid name"),
        ("http://evil.example/\ud800", "cannot be read"),
        ("http://evil.example/" + "a" * MAX_LENGTH, "longer than 8192"),
        ("http://evil.example/" + "ü" * 2000, "longer than 8192"),
    ],
)
def test_refusals_say_why(text: str, detail: str) -> None:
    with pytest.raises(InvalidUrl) as refused:
        parse(text)
    assert detail in refused.value.detail


def test_the_longest_url_is_taken() -> None:
    text = "http://evil.example/".ljust(MAX_LENGTH, "a")
    assert parse(text).href == text


def test_identity_is_what_is_fetched() -> None:
    plain = parse("http://evil.example/x")
    assert url_id(plain) == hashlib.sha256(b"http://evil.example/x").hexdigest()
    assert url_id(parse("hxxp://EVIL[.]example:80/x#top")) == url_id(plain)
    assert url_id(parse("https://evil.example/x")) != url_id(plain)


@given(st.text(max_size=80) | st.from_regex(r"(https?://)?[\w.@:%\[\]/?#-]{1,60}", fullmatch=True))
def test_parsing_settles(text: str) -> None:
    """Whatever is accepted once is accepted again, unchanged: scans store `href`."""
    try:
        url = parse(text)
    except InvalidUrl:
        return
    assert parse(url.href).href == url.href
    assert url.scheme in ("http", "https")
    assert url.host


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.192",
    "100.64.0.1",
    "0.0.0.0",
    "192.0.2.1",
    "224.0.0.1",
    "255.255.255.255",
    "2130706433",
    "0x7f.1",
    "127.1",
    "[::1]",
    "[::]",
    "[fe80::1]",
    "[fec0::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a00:1]",
    "[::ffff:8.8.8.8]",
    "[::7f00:1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::808:808]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::]",
    "[2002:808:808::1]",
    "[3fff::1]",
    "[2001:0:4136:e378:8000:63bf:3fff:fdd2]",
]


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses(host: str) -> None:
    assert private_target(parse(f"http://{host}/")) == "private_address"


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("localhost", "private_name"),
        ("LOCALHOST.", "private_name"),
        ("db.localhost", "private_name"),
        ("printer.local", "private_name"),
        ("metadata.google.internal", "private_name"),
        ("router.home.arpa", "private_name"),
        ("intranet", "single_label_name"),
        ("com.", "single_label_name"),
    ],
)
def test_private_names(host: str, reason: str) -> None:
    assert private_target(parse(f"http://{host}/")) == reason


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.example",
        "mylocal.example",
        "8.8.8.8",
        "[2606:4700::1111]",
    ],
)
def test_public_targets(host: str) -> None:
    assert private_target(parse(f"http://{host}/")) is None


@given(st.ip_addresses())
@example(ipaddress.ip_address("168.63.129.16"))
@example(ipaddress.ip_address("192.0.0.192"))
@example(ipaddress.ip_address("3fff::1"))
@example(ipaddress.ip_address("64:ff9b::808:808"))
def test_a_scan_is_refused_for_just_the_addresses_the_fetcher_refuses(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    host = f"[{address}]" if address.version == 6 else str(address)
    refused = private_target(parse(f"http://{host}/")) is not None
    assert refused is (refusal(str(address)) is not None)

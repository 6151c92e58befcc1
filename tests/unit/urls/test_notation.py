"""How an IP address was written."""

import pytest

from elara.urls.facts import facts_of
from elara.urls.notation import notation


@pytest.mark.parametrize(
    ("text", "manner"),
    [
        ("http://203.113.42.9/", None),
        ("203.113.42.9:8080/x", None),
        ("http://[2600:1f18::1]/", None),
        ("http://3413207561/", "integer"),
        ("hxxp://user@3413207561:81/x", "integer"),
        ("http://203.7416329", "shortened"),
        ("http://203.113.10761/", "shortened"),
        ("http://0xcb.113.42.9./", "hexadecimal"),
        ("http:\\\\0XCB712A09\\x", "hexadecimal"),
        ("http://0313.113.42.9/", "octal"),
        ("http://203.113.42.09/", "octal"),
        ("", None),
    ],
)
def test_notation(text: str, manner: str | None) -> None:
    assert notation(text) == manner


def test_only_addresses_have_one() -> None:
    assert facts_of("http://0xcb.113.42.9/").ip_notation == "hexadecimal"
    assert facts_of("http://0xcb.example/").ip_notation is None

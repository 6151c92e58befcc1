"""The published expression and hash vectors."""

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from elara.urls.canonical import canonicalise
from elara.urls.expressions import digest, exact, expressions

VECTORS = yaml.safe_load((Path(__file__).parent / "data" / "expressions.yaml").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["url"])
def test_expressions(vector: dict[str, Any]) -> None:
    found = expressions(canonicalise(vector["url"]))
    assert found == (*vector["documented"], *vector.get("further", ()))


def test_hosts_of_the_suffix_list_protocol() -> None:
    """Under a three-label suffix, four hosts from the registrable domain outwards are tried."""
    url = "http://a.b.c.d.e.f.site.b.kobe.jp/"
    hosts = [expression.rstrip("/") for expression in expressions(url)]
    assert {"site.b.kobe.jp", "f.site.b.kobe.jp", "e.f.site.b.kobe.jp"} <= set(hosts)
    assert "d.e.f.site.b.kobe.jp" in hosts
    assert "jp" not in hosts


def test_exact() -> None:
    assert exact("http://a.b.c/1/2.html?param=1") == "a.b.c/1/2.html?param=1"
    assert exact("http://a.b/?") == "a.b/?"
    assert exact("http://a.b/") == "a.b/"


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("abc", "ba7816bf"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d206"),
        ("a" * 1_000_000, "cdc76e5c9914fb9281a1c7e2"),
        ("foo.com/", "af30010e4c011fc77e1ab03ef898ab2f8dec17c0bd178a875ad0cd9b7a6e5973"),
    ],
)
def test_digest(text: str, prefix: str) -> None:
    assert digest(text).startswith(prefix)
    assert len(digest(text)) == sha256().digest_size * 2


@given(
    st.lists(st.sampled_from(["a", "b", "c1"]), min_size=1, max_size=9).map(".".join),
    st.lists(st.sampled_from(["x", "y.html", ""]), max_size=7).map("/".join),
    st.sampled_from(["", "?", "?q=1"]),
)
def test_laws(host: str, path: str, query: str) -> None:
    canonical = canonicalise(f"http://{host}/{path}{query}")
    found = expressions(canonical)
    assert found[0] == exact(canonical)
    assert f"{host}/" in found
    assert len(found) == len(set(found)) <= 9 * 6
    assert all(expression.partition("/")[0].endswith(host[-1]) for expression in found)

"""Facts of a URL, and the evidence made of them."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from elara.errors import InvalidUrl
from elara.evidence.model import State, Subject
from elara.lexical.collect import collect
from elara.lexical.opine import opinions
from elara.lexical.opinion import LexicalOpinion
from elara.urls.canonical import canonicalise
from elara.urls.facts import facts_of
from elara.urls.model import UrlFacts

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_facts() -> None:
    facts = facts_of("hxxps://u:p@Login.Münchner-Bank[.]pages[.]dev:8443/a/%2561?b=c#d")
    assert facts.href == "https://u:p@login.xn--mnchner-bank-dlb.pages.dev:8443/a/%2561?b=c"
    assert (facts.username, facts.password, facts.port) == ("u", "p", 8443)
    assert facts.host == "login.xn--mnchner-bank-dlb.pages.dev"
    assert facts.host_unicode == "login.münchner-bank.pages.dev"
    assert (facts.suffix, facts.platform) == ("pages.dev", True)
    assert facts.registrable == "xn--mnchner-bank-dlb.pages.dev"
    assert facts.name == "xn--mnchner-bank-dlb"
    assert (facts.subdomain, facts.ip) == ("login", None)
    assert (facts.path, facts.query) == ("/a/%2561", "b=c")
    assert facts.canonical == "https://login.xn--mnchner-bank-dlb.pages.dev/a/a?b=c"


def test_an_address_has_no_name() -> None:
    facts = facts_of("http://3405803785/x")
    assert (facts.ip, facts.host, facts.registrable) == ("203.0.113.9", "203.0.113.9", "")
    assert facts.name == ""


def test_typed_and_stored_form_have_the_same_facts() -> None:
    typed = "hxxp://EVIL[.]example:80/%7Ea/../b c#top"
    assert facts_of(typed) == facts_of(facts_of(typed).href)


@pytest.mark.parametrize(
    "decoy", ["jane:secret", "paypal.com%2Flogin", "%2F", "%40%23%3F%5C", ":%2F"]
)
@pytest.mark.parametrize(
    "rest", ["paypal-login.pages.dev/a/login.php?cmd=_login", "203.0.113.9:81/x"]
)
def test_nothing_before_the_at_sign_hides_what_comes_after(decoy: str, rest: str) -> None:
    decoyed, plain = facts_of(f"http://{decoy}@{rest}"), facts_of(f"http://{rest}")
    names = {"href": plain.href, "username": "", "password": ""}
    assert decoyed.model_copy(update=names) == plain


def test_an_encoded_host_is_the_host() -> None:
    encoded = "http://%70ay%70al-login%2Epages.dev/%6cogin"
    assert facts_of(encoded).host == "paypal-login.pages.dev"
    assert facts_of(encoded).canonical == "http://paypal-login.pages.dev/login"


_PIECES = st.sampled_from(
    [*"abZ09.-_~/%?#=&;,:+@!$'()*\\ |^[]", "..", "//", "%2e", "%2F", "%zz", "/./", "é", "?x="]
)


@given(
    st.lists(_PIECES, max_size=12).map("".join), st.sampled_from(["", ":80", ":8080", ".", "u@"])
)
@example("/a?b?c", "")
def test_the_short_way_to_the_canonical_form_ends_where_the_long_one_does(
    rest: str, extra: str
) -> None:
    host = f"u@evil.example/{rest}" if extra == "u@" else f"evil.example{extra}/{rest}"
    facts = facts_of(f"http://{host}")
    assert facts.canonical == canonicalise(facts.href)


async def test_collect() -> None:
    subject = Subject("https://evil.example/x")
    collected = await collect(subject, clock=lambda: NOON)
    seen, said = collected.evidence
    assert (seen.source, seen.kind) == ("url_analysis", "url_facts")
    assert (said.source, said.kind) == ("url_model", "lexical_opinion")
    for evidence in collected.evidence:
        assert (evidence.state, evidence.observed_at) == (State.OBSERVED, NOON)
    assert UrlFacts.model_validate(seen.data) == facts_of(subject.url)
    assert LexicalOpinion.model_validate(said.data) == opinions([facts_of(subject.url)])[0]
    assert collected.recipients == ()


async def test_collect_refuses_what_is_no_url() -> None:
    with pytest.raises(InvalidUrl):
        await collect(Subject("no url"), clock=lambda: NOON)

"""The bundled model: the same URL has the same opinion anywhere, and says why."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elara.evidence.model import Subject
from elara.lexical.collect import collect
from elara.lexical.opine import opinions
from elara.lexical.opinion import LexicalOpinion
from elara.urls.facts import facts_of

HARMLESS = (
    "https://docs.python.org/3/library/pathlib.html",
    "https://www.uni-heidelberg.de/en/study",
    "https://en.wikipedia.org/wiki/Uniform_Resource_Locator",
    "https://github.com/pallets/flask/blob/main/README.md",
)
HARMFUL = (
    "http://paypa1-login.account-verify.top/webscr/signin.php",
    "https://metamasskk-walet.webflow.io/",
    "http://203.0.113.7:45978/bins/arm7",
    "http://sicherheit-sparkasse.kunden-portal.xyz/anmelden/?session=9f8a7b6c5d4e3f2a",
)
HOSTS = st.from_regex(r"[a-z0-9-]{1,20}\.(com|top|github\.io|co\.uk|xn--p1ai)", fullmatch=True)
PATHS = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)


def opinion(url: str) -> LexicalOpinion:
    return opinions([facts_of(url)])[0]


@pytest.mark.parametrize("url", HARMLESS)
def test_harmless_spelling_is_relief(url: str) -> None:
    assert opinion(url).log_odds < -1


@pytest.mark.parametrize("url", HARMFUL)
def test_the_more_malicious_spelling_has_the_higher_odds(url: str) -> None:
    assert opinion(url).log_odds > max(opinion(each).log_odds for each in HARMLESS)


def test_no_urls_no_opinions() -> None:
    assert opinions([]) == []


@settings(deadline=None, max_examples=40)  # the first look-ups read tables
@given(st.lists(st.builds("http://a{}/{}".format, HOSTS, PATHS), min_size=1, max_size=12))
def test_an_opinion_does_not_depend_on_the_batch(urls: list[str]) -> None:
    facts = [facts_of(url) for url in urls]
    together = opinions(facts)
    assert together == [opinions([each])[0] for each in facts]
    assert together[::-1] == opinions(facts[::-1])


def test_scheme_and_www_say_nothing() -> None:
    plain = opinion("http://garden-tools.example/shop")
    assert plain.log_odds == opinion("https://www.garden-tools.example/shop").log_odds


def test_a_notable_opinion_names_what_weighed_most() -> None:
    said = opinion("http://q7x2kz9v.metamasskk-walet.webflow.io/restore/wallet.php")
    assert said.log_odds > 0.25
    assert said.reasons
    weights = [abs(reason.weight) for reason in said.reasons]
    assert weights == sorted(weights, reverse=True)
    assert len({reason.topic for reason in said.reasons}) == len(said.reasons)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.top/" + "%41" * 2600,
        "http://a.top/" + "a/" * 4000,
        "http://xn--80ak6aa92e.com/",
        "http://[2001:db8::1]/x",
        "http://a.b/?" + "&".join(f"k{i}=v" for i in range(900)),
    ],
)
def test_odd_addresses_have_finite_opinions(url: str) -> None:
    assert abs(opinion(url).log_odds) < 50


async def test_collecting_gives_facts_and_opinion_and_keeps_how_an_address_was_typed() -> None:
    found = await collect(Subject("http://127.0.0.1/", ip_notation="integer"))
    facts, said = found.evidence
    assert (facts.kind, facts.data["ip_notation"]) == ("url_facts", "integer")
    assert (said.kind, said.source) == ("lexical_opinion", "url_model")
    assert found.recipients == ()

"""Offline scores: the numbers of a scan's first stage, and a typed answer for whatever comes."""

import asyncio
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.cli.offline import Answer, document, score_batch
from elara.errors import InvalidUrl
from elara.evidence.model import Subject
from elara.lexical.collect import collect
from elara.rules.pack import assess
from elara.rules.ruleset import current
from elara.scoring.ledger import entries, points
from elara.scoring.model import Stage
from elara.urls.facts import facts_of_url
from elara.urls.model import MAX_LENGTH, Url, UrlFacts
from elara.urls.parse import scannable

URLS = (
    "https://www.python.org/",
    "hxxp://paypal[.]com.account-verify.top/signin",
    "http://paypa1-login.pages.dev/",
    "https://www.paypal.com/signin",
    "http://203.0.114.9/update.exe",
    "http://0x2e.0x1.2.3/invoice.pdf.exe",
    "https://docs.riverside-library.org/catalogue/spring/index.html",
    "https://user:pw@bank.example.com:8443/a%2Fb?next=https://x.example/",
    "http://xn--mnchen-3ya.example/wp-includes/js/login.php?email=jane@corp.example",
    "https://bit.ly/3xYz",
    "http://secure-login-microsoft-office365.weebly.com/",
    "https://university.edu/~jane/papers/2019.pdf",
    "http://аррӏе.com/",
    "example.museum",
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(URLS)


def by_the_stage(url: str) -> list[tuple[str, int, str]]:
    """What a scan's record of the stage would hold."""
    collected = asyncio.run(collect(Subject(url)))
    lines = entries(Stage.URL_ANALYSIS, assess(Stage.URL_ANALYSIS, collected.evidence, current()))
    return [(line.rule, line.points, line.text) for line in lines]


def refusal(line: str) -> str | None:
    """Why a scan of it would be refused."""
    try:
        scannable(line)
    except InvalidUrl as error:
        return error.detail
    return None


def test_the_numbers_are_those_of_a_scan() -> None:
    stored = [scannable(url).href for url in URLS]
    answers = score_batch(stored, current())
    assert [answer.url for answer in answers] == stored
    for answer in answers:
        ledger = [(line.rule, line.points, line.text) for line in answer.ledger]
        assert ledger == by_the_stage(answer.url)
        assert answer.score == points(answer.ledger)
        assert answer.level is current().thresholds.level(answer.score)
    assert len({answer.score for answer in answers}) > 5, "the sample tells nothing"


def test_points_are_counted_before_the_clamp() -> None:
    (official,) = score_batch(["https://www.paypal.com/"], current())
    assert official.points < 0
    assert official.score == 0


@given(st.lists(TEXTS, max_size=6))
def test_every_line_has_its_answer_whatever_it_is(lines: list[str]) -> None:
    answers = score_batch(lines, current())
    assert len(answers) == len(lines)
    for line, answer in zip(lines, answers, strict=True):
        assert answer.url == line.strip()
        assert json.loads(json.dumps(document(answer)))["url"] == answer.url
        assert (answer.refusal.detail if answer.refusal else None) == refusal(line)
        assert 0 <= answer.score <= Stage.URL_ANALYSIS.cap


@given(st.binary(max_size=30))
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    (answer,) = score_batch([raw.decode("utf-8", "surrogateescape")], current())
    shown = json.dumps(document(answer), ensure_ascii=False).encode()
    try:
        raw.decode()
    except UnicodeDecodeError:
        assert answer.refusal is not None
        assert b"not_utf8" in shown or answer.refusal.code == "invalid_url"


@pytest.mark.parametrize(
    ("line", "code", "detail"),
    [
        ("", "invalid_url", "empty"),
        ("  \t", "invalid_url", "empty"),
        ("http://a.example/\x00", "invalid_url", "control character"),
        ("http://a.example/" + "x" * MAX_LENGTH, "invalid_url", "longer than"),
        ("http://a.example/\udcff", "not_utf8", "UTF-8"),
        ("javascript:alert(1)", "invalid_url", "http and https"),
        ("http://localhost/", "invalid_url", "private_name"),
        ("http://192.168.0.1/", "invalid_url", "private_address"),
    ],
)
def test_refusals_are_typed(line: str, code: str, detail: str) -> None:
    (answer,) = score_batch([line], current())
    assert answer.refusal is not None
    assert answer.refusal.code == code
    assert detail in answer.refusal.detail
    assert len(answer.url) <= MAX_LENGTH
    assert set(document(answer)) == {"url", "error", "code"}


def test_a_fault_of_ours_costs_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(url: Url, typed: str) -> UrlFacts:
        if "trigger" in typed:
            raise RecursionError("too deep")
        return facts_of_url(url, typed)

    monkeypatch.setattr("elara.cli.offline.facts_of_url", faulty)
    lines = ["https://www.python.org/", "http://trigger.example/", "nonsense", "http://a.example/"]
    answers = score_batch(lines, current())
    assert [answer.is_fault for answer in answers] == [False, True, False, False]
    assert document(answers[1]) == {
        "url": lines[1],
        "error": "RecursionError: too deep",
        "code": "internal",
    }
    assert answers[3].refusal is None


def test_a_probability_is_shown_where_there_is_one() -> None:
    assert "probability" not in document(Answer("https://a.example/"))
    assert document(Answer("https://a.example/", probability=0.25))["probability"] == 0.25


def test_one_url_takes_less_than_a_millisecond() -> None:
    """The best of many, none of them seen before: a busy machine slows some, not all."""
    spent = []
    for number in range(200):
        began = time.perf_counter()
        score_batch([f"http://paypal-login-{number}.account-verify.top/signin"], current())
        spent.append(time.perf_counter() - began)
    assert min(spent) < 0.001

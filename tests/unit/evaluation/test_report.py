"""The report on an invented file: what it counts, what it leaves out, and how it is shown."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from elara.evaluation.html import page
from elara.evaluation.measure import report
from elara.evaluation.model import Report
from elara.evaluation.sample import Mark, Sample, Table, Unusable
from elara.evaluation.slicing import KINDS
from elara.scoring.model import Level
from elara.scoring.ruleset import Ruleset, Thresholds

RULES = Ruleset(
    version="2026.1.1",
    thresholds=Thresholds(low=40, suspicious=150, malicious=300),
    hash=f"sha256:{'0' * 64}",
)
HOSTILE = 'http://a.example/"><script>alert(1)</script><img src=https://evil.example/x>'


def mark(points: int) -> Mark:
    score = min(max(points, 0), 515)
    rules = ((f"url.worth_{abs(points)}", points),) if points else ()
    return Mark(RULES.thresholds.level(score), points, score, None, rules)


def sample(rows: list[tuple[str, int, str, Mark]], by: tuple[str, ...] = ()) -> Sample:
    table = Table()
    for number, (url, label, source, _) in enumerate(rows):
        table.add({"url": url, "label": str(label), "source": source, "group": str(number // 2)})
    return Sample.of(table, [each for *_, each in rows], by)


ROWS = [
    ("http://caught.example/", 1, "feed", mark(400)),
    ("http://seen.example/", 1, "feed", mark(200)),
    ("http://missed.example/", 1, "feed", mark(-30)),
    ("http://localhost/", 1, "feed", Mark(level=None)),
    (HOSTILE, 0, "<b>list</b>", mark(160)),
    ("http://good.example/", 0, "<b>list</b>", mark(0)),
    ("http://better.example/", 0, "mixed", mark(-80)),
    ("http://low.example/", 1, "mixed", mark(60)),
]


@pytest.fixture(scope="module")
def found() -> Report:
    return report(sample(ROWS), RULES, "invented.csv", rounds=50)


def test_rows_are_counted_by_level_and_label(found: Report) -> None:
    counted = {line.name: (line.malicious, line.benign) for line in found.confusion}
    assert counted == {
        "malicious": (1, 0),
        "suspicious": (1, 1),
        "low": (1, 0),
        "clean": (1, 2),
        "refused": (1, 0),
    }
    assert (found.rows.malicious, found.rows.benign) == (5, 3)
    assert (found.refused.malicious, found.refused.benign) == (1, 0)
    assert found.mean_score_malicious == pytest.approx((400 + 200 + 0 + 60) / 4)
    assert found.mean_score_benign == pytest.approx(160 / 3)


def test_points_rank_before_the_clamp_and_refusals_rank_last(found: Report) -> None:
    # Against 160, 0 and -80: 400 and 200 win all, 60 two, -30 one, the refused one none.
    assert found.auc.value == pytest.approx((3 + 3 + 2 + 1 + 0) / 15)
    assert found.auc.low <= found.auc.value <= found.auc.high


def test_published_thresholds_are_measured(found: Report) -> None:
    suspicious, malicious = found.working[:2]
    assert (suspicious.name, suspicious.threshold) == ("suspicious", 150)
    assert suspicious.tpr.value == pytest.approx(2 / 5)
    assert suspicious.fpr.value == pytest.approx(1 / 3)
    assert suspicious.f1.value == pytest.approx(2 * 2 / (2 + 1 + 5))
    assert suspicious.precision.value == pytest.approx(0.004 / (0.004 + 0.33))
    assert malicious.fpr.value == 0
    assert malicious.precision.value == 1
    assert malicious.precision.low < 0.05, "three benign rows prove nothing"


def test_slices_rank_against_what_they_lack(found: Report) -> None:
    assert set(found.slices) == {"source", KINDS}, "owners are for intervals"
    assert [(each.value, each.benign) for each in found.slices[KINDS]] == [("deep link", 1)]
    slices = {each.value: each for each in found.slices["source"]}
    assert slices["feed"].against == "all benign"
    assert slices["feed"].auc == pytest.approx((3 + 3 + 1 + 0) / 12)
    assert slices["<b>list</b>"].against == "all malicious"
    assert slices["<b>list</b>"].fpr_suspicious.value == 0.5
    assert slices["mixed"].against == "itself"
    assert slices["mixed"].auc == 1.0
    assert np.isnan(slices["feed"].fpr_malicious.value)


def test_the_worst_rows_are_shown_harmless(found: Report) -> None:
    worst = found.false_alarms[0]
    assert worst.url.startswith("hxxp[:]//a[.]example/")
    assert (worst.points, worst.level, worst.rules) == (160, "suspicious", ("url.worth_160 +160",))
    assert found.misses[0].url == "hxxp[:]//missed[.]example/"


def test_rules_are_counted_by_label(found: Report) -> None:
    used = {use.rule: (use.malicious, use.benign) for use in found.rules}
    assert used["url.worth_160"] == (0, 1)
    assert used["url.worth_400"] == (1, 0)


def test_the_report_is_json_without_nan(found: Report) -> None:
    text = json.dumps(found.document(), allow_nan=False)
    assert json.loads(text)["slices"]["source"][0]["fpr_malicious"]["value"] is None


def test_the_same_rows_give_the_same_report(found: Report) -> None:
    again = report(sample(ROWS), RULES, "invented.csv", rounds=50)
    assert json.dumps(again.document()) == json.dumps(found.document())


def test_a_probability_is_calibrated_as_said() -> None:
    rows = [
        (url, label, source, Mark(Level.LOW, 50, 50, probability=0.75))
        for url, label, source, _ in ROWS
    ]
    measured = report(sample(rows), RULES, "x.csv", rounds=10)
    assert measured.calibrated == "probability of the answer"
    assert measured.calibration.ece == pytest.approx(0.75 - 5 / 8)


def test_the_page_is_one_harmless_file(found: Report) -> None:
    html = page(found, sample(ROWS))
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"https?://|url\(|@import", html)
    assert not re.search(r"\bnan\b|\binf\b|None", html)
    assert html.count("<svg") == html.count("</svg>") == 4
    elements = _Elements()
    elements.feed(html)
    assert not elements.opened, "every element is closed"
    assert not elements.attributes & {"href", "src", "srcset", "onload", "onclick"}


class _Elements(HTMLParser):
    """The elements left open, and the attributes any element has."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.update(name for name, _ in attrs)
        if tag != "meta":
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag


def test_labels_may_be_words_and_bad_rows_are_counted() -> None:
    table = Table()
    taken = [
        table.add({"url": " http://a.example/ ", "label": "Malicious"}),
        table.add({"url": "http://b.example/", "label": "benign"}),
        table.add({"url": "http://c.example/", "label": "2"}),
        table.add({"url": "http://c.example/", "label": ""}),
        table.add({"url": "", "label": "1"}),
        table.add({}),
    ]
    assert taken == ["http://a.example/", "http://b.example/", None, None, None, None]
    assert table.labels == [True, False]
    assert table.bad == {"not labelled 0 or 1": 2, "no url": 1, "not a row of the table": 1}


def test_columns_of_few_values_are_sliced_by() -> None:
    table = Table()
    for number in range(100):
        kinds = {
            "kind": str(number % 3),
            "one": "same",
            "date": str(number),
            "group": "ab"[number % 2],
        }
        table.add({"url": "http://a.example/", "label": "1", **kinds})
    assert table.sliced_by(()) == ("kind",)
    assert table.sliced_by(("date", "group")) == ("date", "group")
    with pytest.raises(Unusable, match="no column month"):
        table.sliced_by(("month",))


@pytest.mark.parametrize("label", [0, 1])
def test_one_class_alone_cannot_be_evaluated(label: int) -> None:
    with pytest.raises(Unusable, match="Both malicious and benign"):
        sample([(url, label, source, each) for url, _, source, each in ROWS])


def test_a_class_that_is_refused_as_a_whole_cannot_be_evaluated() -> None:
    rows = [
        (url, label, source, Mark(None) if label else each) for url, label, source, each in ROWS
    ]
    with pytest.raises(Unusable, match="0 are malicious"):
        sample(rows)

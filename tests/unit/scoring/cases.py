"""Random cases: findings, evidence, silence, and rulesets to judge them by."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import product
from typing import ClassVar

from hypothesis import strategies as st

from elara.evidence.model import Evidence, Facts, State
from elara.scoring.model import Finding, Level, Stage
from elara.scoring.ruleset import Ruleset, Thresholds
from elara.scoring.verdict import Case

NOW = datetime(2026, 11, 23, tzinfo=UTC)
STAGES = tuple(Stage)

Findings = dict[Stage, tuple[Finding, ...]]


class Listing(Facts):
    kind: ClassVar[str] = "source_answer"
    authoritative: bool = True


def listing(source: str, *, authoritative: bool = True) -> Evidence:
    return Evidence.of(source, Listing(authoritative=authoritative), NOW, State.LISTED)


def silence(source: str) -> Evidence:
    return Evidence.silence(source, "source_answer", "timeout", NOW)


def ruleset(low: int = 40, suspicious: int = 150, malicious: int = 300) -> Ruleset:
    thresholds = Thresholds(low=low, suspicious=suspicious, malicious=malicious)
    return Ruleset(version="2026.1.1", thresholds=thresholds, hash="sha256:" + "0" * 64)


def grouped(found: Iterable[Finding]) -> Findings:
    groups: dict[Stage, list[Finding]] = {}
    for each in found:
        groups.setdefault(each.stage, []).append(each)
    return {stage: tuple(group) for stage, group in groups.items()}


_SHAPES = tuple(
    product(("url.a", "url.b", "x"), STAGES, ((), ("ev_1",), ("ev_2", "ev_1")), ("", "Twö."))
)
# Points far beyond what rules give, so that caps and floors are met often. Few draws a case: the
# long run makes a hundred thousand of them.
_findings = st.builds(
    lambda shape, decides, points: Finding(
        rule=shape[0],
        stage=shape[1],
        evidence=shape[2],
        text=shape[3],
        decides=decides,
        points=points,
    ),
    st.sampled_from(_SHAPES),
    st.sampled_from((None, None, None, *Level)),
    st.integers(-600, 600),
)
_sources = st.sampled_from("abc")
_listings = st.builds(listing, _sources, authoritative=st.booleans())
_reasons = st.dictionaries(st.sampled_from(STAGES), st.sampled_from(["timeout", "503"]), max_size=3)

rulesets = st.builds(
    lambda low, then, more: ruleset(low, low + then, low + then + more),
    st.integers(1, 400),
    st.integers(1, 300),
    st.integers(1, 300),
)
answered = st.builds(
    lambda found, listed: Case(grouped(found), {Stage.TI_LOOKUP: tuple(listed)}, {}),
    st.lists(_findings, max_size=10),
    st.lists(_listings, max_size=3),
)
"""Cases in which everybody answered."""


@st.composite
def silenced(draw: st.DrawFn, of: Case) -> Case:
    """`of`, with some who were asked as well and did not answer."""
    quiet = tuple(silence(source) for source in draw(st.lists(_sources, max_size=2)))
    evidence = {**of.evidence, Stage.REPUTATION: quiet}
    degraded = draw(st.frozensets(st.sampled_from(STAGES), max_size=2))
    return Case(of.findings, evidence, draw(_reasons), degraded)


cases = answered.flatmap(silenced)

"""The panel: uncited claims count nothing, silence is said, one loud judge cannot rule."""

import asyncio
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.evidence.model import Evidence, Facts, State, Subject
from elara.judges import panel
from elara.judges.model import Claim, Vote
from elara.judges.panel import backed, collect, consensus
from elara.judges.weigher import Weigher

NOW = datetime(2026, 11, 23, tzinfo=UTC)
risks = st.floats(0, 1)


class Page(Facts):
    kind: ClassVar[str] = "page"
    password_fields: int = 1
    brands: tuple[dict[str, object], ...] = ({"brand": "paypal", "owned": False},)


class Answer(Facts):
    kind: ClassVar[str] = "source_answer"
    authoritative: bool = True


PAGE = Evidence.of("page", Page(), NOW)
LISTED = Evidence.of("urlhaus", Answer(), NOW, State.LISTED)
NOT_LISTED = Evidence.of("urlhaus", Answer(authoritative=False), NOW, State.NOT_LISTED)


def vote(risk: float, *cited: str) -> Vote:
    claims = tuple(Claim(text="x", evidence=(each,), weight=1.0) for each in cited)
    return Vote(judge="j", risk=risk, claims=claims)


def test_a_claim_without_evidence_of_this_scan_counts_nothing() -> None:
    assert backed(vote(0.9, "ev_made_up"), [PAGE]).risk == 0
    assert backed(vote(0.9), [PAGE]).risk == 0
    assert backed(vote(0.8, PAGE.id, "ev_made_up"), [PAGE]).risk == pytest.approx(0.4)
    assert backed(vote(0.8, PAGE.id), [PAGE]).risk == 0.8


@given(st.lists(risks, min_size=3, max_size=9), risks)
def test_one_judge_moves_the_panel_no_further_than_its_neighbours(
    given_risks: list[float], loud: float
) -> None:
    calm = sorted(given_risks)
    opinion = consensus([vote(risk) for risk in [*calm, loud]])
    assert round(calm[0], 4) <= opinion.risk <= round(calm[-1], 4) or len(calm) < 3
    assert 0 <= opinion.agreement <= 1


class Hanging:
    name = "hanging"

    async def vote(self, evidence: tuple[Evidence, ...]) -> Vote:
        await asyncio.sleep(60)
        raise AssertionError("unreachable")


async def test_a_silent_judge_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panel, "JUDGE_DEADLINE", 0.01)
    collected = await collect(Subject("https://a.example/", (PAGE,)), judges=(Hanging(), Weigher()))
    states = {piece.source: (piece.state, piece.reason) for piece in collected.evidence}
    assert states["hanging"] == (State.UNAVAILABLE, "timeout")
    assert states["panel"][0] is State.OBSERVED


async def test_the_weigher_cites_all_it_uses_and_ignores_silence() -> None:
    high = await Weigher().vote((PAGE, LISTED))
    low = await Weigher().vote((NOT_LISTED,))
    assert high.risk > 0.9
    assert {each for claim in high.claims for each in claim.evidence} == {PAGE.id, LISTED.id}
    assert low.claims == ()
    assert low.risk < 0.05

"""The rules of `ti_lookup` share the listings out: one listing, at most one rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elara.intel.model import SourceAnswer, Threat
from elara.rules.pack import load
from elara.rules.ti_lookup import phishing_feed
from elara.scoring.model import Stage

ANSWERS = st.builds(
    SourceAnswer,
    source=st.just("a"),
    listed=st.booleans(),
    threat=st.none() | st.sampled_from(Threat),
    url_level=st.booleans(),
    authoritative=st.booleans(),
    online=st.none() | st.booleans(),
    first_seen=st.none(),
    last_seen=st.none(),
    days=st.none() | st.integers(0, 3000),
    reference=st.none(),
    tags=st.lists(st.text(max_size=5)).map(tuple),
)


@given(ANSWERS)
def test_one_listing_matches_at_most_one_rule(said: SourceAnswer) -> None:
    hits = [rule for rule in load(Stage.TI_LOOKUP) if rule.check(said) is not None]
    assert len(hits) <= (1 if said.listed else 0)


@given(ANSWERS.filter(lambda said: said.listed and said.authoritative and said.days is not None))
def test_every_listing_that_may_decide_gives_points(said: SourceAnswer) -> None:
    current = said.model_copy(update={"days": (said.days or 0) % 31})
    assert any(rule.check(current) for rule in load(Stage.TI_LOOKUP))


@pytest.mark.parametrize(("days", "points"), [(0, 75), (3, 75), (4, 50), (30, 50)])
def test_a_feed_listing_fades(days: int, points: int) -> None:
    hit = phishing_feed.check(
        SourceAnswer(
            source="a",
            listed=True,
            threat=Threat.PHISHING,
            url_level=True,
            authoritative=True,
            days=days,
        )
    )
    assert hit is not None
    assert hit.points == points

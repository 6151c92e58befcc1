"""Back-off and rate of Cloud Tasks queues."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulators.tasks.pacing import UNLIMITED, Bucket, RetryPolicy


def test_the_documented_series() -> None:
    """The example in the documentation of RetryConfig.max_doublings."""
    policy = RetryPolicy(min_backoff=10, max_backoff=300, max_doublings=3)
    delays = [policy.delay(failures) for failures in range(1, 9)]
    assert delays == [10, 20, 40, 80, 160, 240, 300, 300]


def test_without_doublings_the_interval_grows_evenly() -> None:
    policy = RetryPolicy(min_backoff=1, max_backoff=4, max_doublings=0)
    assert [policy.delay(failures) for failures in range(1, 6)] == [1, 2, 3, 4, 4]


@given(
    st.floats(0.001, 100), st.floats(0.001, 10_000), st.integers(0, 1000), st.integers(1, 10_000)
)
def test_delays_never_shrink_and_never_pass_the_bound(
    shortest: float, longest: float, doublings: int, failures: int
) -> None:
    policy = RetryPolicy(min_backoff=shortest, max_backoff=longest, max_doublings=doublings)
    assert 0 < policy.delay(failures) <= policy.delay(failures + 1) <= longest


@pytest.mark.parametrize(
    ("attempts", "elapsed", "exhausted"),
    [(2, 1000.0, False), (3, 0.0, False), (3, 59.9, False), (3, 60.0, True)],
)
def test_both_bounds_must_be_reached(attempts: int, elapsed: float, exhausted: bool) -> None:
    policy = RetryPolicy(max_attempts=3, max_retry_duration=60)
    assert policy.exhausted(attempts, elapsed) is exhausted


def test_a_bound_that_is_not_set_does_not_count() -> None:
    assert RetryPolicy(max_attempts=3).exhausted(3, 0)
    only_time = RetryPolicy(max_attempts=UNLIMITED, max_retry_duration=5)
    assert not only_time.exhausted(1000, 4.9)
    assert only_time.exhausted(1, 5)
    assert not RetryPolicy(max_attempts=UNLIMITED).exhausted(10**6, 10**6)


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    bucket = Bucket.full(rate=10, at=100.0)
    assert bucket.burst == 2
    bucket, first = bucket.take(100.0)
    bucket, second = bucket.take(100.0)
    bucket, third = bucket.take(100.0)
    assert (first, second) == (0, 0)
    assert third == pytest.approx(0.1)
    _, later = bucket.take(100.0 + third)
    assert later == 0


@given(st.floats(0.1, 1000), st.lists(st.floats(0, 2), min_size=1, max_size=50))
def test_no_more_tokens_than_burst_and_time_allow(rate: float, pauses: list[float]) -> None:
    bucket, now, taken = Bucket.full(rate, 0.0), 0.0, 0
    for pause in pauses:
        now += pause
        bucket, wait = bucket.take(now)
        taken += wait == 0
    assert taken <= bucket.burst + rate * now + 1e-6

"""When scheduled functions run."""

from datetime import UTC, datetime

import pytest

from emulators.scheduler import next_time


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("* * * * *", "2026-11-23T13:05:00"),
        ("*/15 * * * *", "2026-11-23T13:15:00"),
        ("0 3 * * *", "2026-11-24T03:00:00"),
        ("0 0 1 1 *", "2027-01-01T00:00:00"),
    ],
)
def test_the_next_time_is_the_first_after_now(schedule: str, expected: str) -> None:
    now = datetime(2026, 11, 23, 13, 4, 59, 999, tzinfo=UTC)
    assert next_time(schedule, now) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_time_is_not_its_own_next() -> None:
    now = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    assert next_time("*/5 * * * *", now) == datetime(2026, 11, 23, 13, 10, tzinfo=UTC)

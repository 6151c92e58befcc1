"""Submitting: what is accepted, what is answered at once, what is refused."""

import pytest

from elara.errors import (
    Conflict,
    Forbidden,
    IdempotencyMismatch,
    InvalidUrl,
    RateLimited,
    Unavailable,
)
from elara.scans.model import SCAN_ID, Scan, Status
from tests.unit.scans.conftest import House


async def test_a_scan_is_stored_and_handed_over_once(house: House) -> None:
    submitted = await house.submissions.submit(house.submission("hxxps://a[.]example[.]com/x#f"))
    assert SCAN_ID.fullmatch(submitted.scan.id)
    assert submitted.scan.status is Status.QUEUED
    assert submitted.scan.url == "https://a.example.com/x"
    assert list(house.queue.tasks) == [f"{submitted.scan.id}-1"]
    assert house.store.scans[submitted.scan.id].org_id == "org_1"


@pytest.mark.parametrize(
    "url",
    ["", "not a url at all", "ftp://a.example.com/", "http://", "javascript:alert(1)"],
)
async def test_what_is_no_url_is_refused_with_a_pointer(house: House, url: str) -> None:
    submission = house.submission()
    bad = submission.new.model_copy(update={"url": url})
    with pytest.raises(InvalidUrl) as caught:
        await house.submissions.submit(
            type(submission)(bad, house.caller, "192.0.2.1", submission.trace_id)
        )
    assert caught.value.errors[0].pointer == "/url"
    assert not house.store.scans


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/computeMetadata/v1/",
        "http://localhost:8080/",
        "http://metadata.google.internal/",
        "http://intranet/",
    ],
)
async def test_private_targets_are_refused(house: House, url: str) -> None:
    with pytest.raises(InvalidUrl):
        await house.submissions.submit(house.submission(url))
    assert not house.queue.tasks


async def test_the_same_key_and_body_give_the_same_scan(house: House) -> None:
    first = await house.submissions.submit(house.submission(key="k"))
    again = await house.submissions.submit(house.submission(key="k"))
    assert again.scan.id == first.scan.id
    assert len(house.store.scans) == len(house.queue.tasks) == 1


async def test_the_same_key_with_another_body_is_refused(house: House) -> None:
    await house.submissions.submit(house.submission(key="k"))
    with pytest.raises(IdempotencyMismatch):
        await house.submissions.submit(house.submission("https://b.example.com/", key="k"))


async def test_a_key_used_for_a_fresh_answer_is_claimed_too(house: House) -> None:
    first = await house.submissions.submit(house.submission())
    key = f"fresh:org_1:{first.scan.url_id}"
    await house.turnstile.remember(key, first.scan.model_dump_json())
    again = await house.submissions.submit(house.submission(key="k"))
    assert (again.scan.id, again.scan.cached) == (first.scan.id, True)
    with pytest.raises(IdempotencyMismatch):
        await house.submissions.submit(house.submission("https://b.example.com/", key="k"))
    with pytest.raises(IdempotencyMismatch):
        await house.submissions.submit(house.submission(force=True, key="k"))


async def test_a_key_whose_scan_was_deleted_is_a_conflict(house: House) -> None:
    first = await house.submissions.submit(house.submission(key="k"))
    await house.store.delete(first.scan.id)
    with pytest.raises(Conflict):
        await house.submissions.submit(house.submission(key="k"))


async def test_a_submission_that_died_before_the_queue_is_mended_by_repeating(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(scan: Scan) -> None:
        raise Unavailable("the queue is down")

    with monkeypatch.context() as patch:
        patch.setattr(house.queue, "enqueue", broken)
        with pytest.raises(Unavailable):
            await house.submissions.submit(house.submission(key="k"))
    again = await house.submissions.submit(house.submission(key="k"))
    assert list(house.queue.tasks) == [f"{again.scan.id}-1"]


async def test_what_is_refused_counts_in_the_window(house: House) -> None:
    bad = house.submission("http://127.0.0.1/")
    house.turnstile._limit = 2
    for _ in range(2):
        with pytest.raises(InvalidUrl):
            await house.submissions.submit(bad)
    with pytest.raises(RateLimited):
        await house.submissions.submit(bad)


async def test_a_used_up_window_and_a_blocked_address_are_refused(house: House) -> None:
    house.turnstile._limit = 1
    await house.submit()
    with pytest.raises(RateLimited) as caught:
        await house.submit()
    assert 1 <= (caught.value.retry_after or 0) <= 60
    assert caught.value.headers["RateLimit"].startswith('"caller";r=0;')
    house.turnstile.blocked.add("192.0.2.1")
    with pytest.raises(Forbidden):
        await house.submit()

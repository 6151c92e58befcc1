"""Reading: one's own scans only, page by page, and waiting."""

import base64
from collections.abc import Collection

import pytest

from elara.errors import Malformed, NotFound
from elara.identity.model import Caller
from elara.scans.model import Scan, Status
from elara.scans.read import delete, get, page, wait
from elara.scans.store import Records
from elara.scans.view import etag
from elara.scoring.model import Stage
from tests.unit.scans.conftest import House


def cursor_of(created: str) -> str:
    text = f'["{created}", "scn_01890a5d-ac96-774b-bcce-b302099a8057"]'
    return base64.urlsafe_b64encode(text.encode()).decode()


STRANGER = Caller("key_9", "org_9", ("scans.read",))


async def test_another_organisation_sees_nothing(house: House) -> None:
    scan_id = await house.submit()
    for reader in (get(house.store, STRANGER, scan_id),):
        with pytest.raises(NotFound):
            await reader
    with pytest.raises(NotFound):
        await delete(house.store, house.bundles, house.turnstile, STRANGER, scan_id)
    assert (await page(house.store, STRANGER, 10, None)).scans == ()
    assert scan_id in house.store.scans


@pytest.mark.parametrize("scan_id", ["", "x", "scn_1", "../api_keys/a", "scn_" + "0" * 400])
async def test_what_is_no_id_is_not_found(house: House, scan_id: str) -> None:
    with pytest.raises(NotFound):
        await get(house.store, house.caller, scan_id)


async def test_pages_cover_all_scans_once_newest_first(house: House) -> None:
    made = []
    for number in range(7):
        made.append(await house.submit(f"https://a.example.com/{number}"))
        house.clock.move(seconds=number % 2)
    seen: list[str] = []
    cursor = None
    while True:
        found = await page(house.store, house.caller, 3, cursor)
        seen += [scan.id for scan in found.scans]
        cursor = found.next
        if cursor is None:
            break
    assert sorted(seen) == sorted(made)
    assert len(seen) == len(set(seen))
    times = [house.store.scans[scan_id].created_at for scan_id in seen]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "e30", "WzEsMl0", "WyIyMDI2LTExLTIzIiwgIngiXQ", "é"),
        base64.urlsafe_b64encode(b"[" * 30_000).decode(),
        cursor_of("0001-01-01T00:00:00+23:59"),
        cursor_of("9999-12-31T23:59:59-23:59"),
        cursor_of("2026-11-23T12:00:00"),
    ],
)
async def test_a_made_up_cursor_is_refused(house: House, cursor: str) -> None:
    with pytest.raises(Malformed):
        await page(house.store, house.caller, 3, cursor)


async def test_waiting_ends_with_the_scan_or_with_a_change(house: House) -> None:
    scan_id = await house.submit()
    now = await get(house.store, house.caller, scan_id)
    still = await wait(house.store, house.progress, house.caller, scan_id, 0.01, etag(now))
    assert still.status is Status.QUEUED
    moved = await wait(house.store, house.progress, house.caller, scan_id, 60, '"other"')
    assert moved == now


async def test_a_reader_who_waits_for_the_end_is_not_woken_by_every_stage(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan_id = await house.submit()
    read = 0
    load = house.store.load

    async def counted(scan_id: str, stages: Collection[Stage]) -> tuple[Scan | None, Records]:
        nonlocal read
        read += 1 + len(stages)
        if not house.progress.heards:
            ended = house.store.scans[scan_id].model_copy(update={"status": Status.FAILED})
            house.store.scans[scan_id] = ended
        return await load(scan_id, stages)

    monkeypatch.setattr(house.store, "load", counted)
    house.progress.heards = ["url_analysis", "ti_lookup", "dns_analysis", "final_score"]
    shown = await wait(house.store, house.progress, house.caller, scan_id, 30)
    assert shown.status is Status.FAILED
    assert read == 1 + 1 + 8, "two looks at the scan itself, then all of it"


async def test_a_deleted_scan_is_gone_with_its_fresh_result(house: House) -> None:
    scan_id = await house.submit()
    scan = house.store.scans[scan_id]
    key = f"fresh:{scan.org_id}:{scan.url_id}"
    await house.turnstile.remember(key, "{}")
    await delete(house.store, house.bundles, house.turnstile, house.caller, scan_id)
    assert not house.store.scans
    admission = await house.turnstile.admit("key_1", "192.0.2.1", key)
    assert admission.fresh is None

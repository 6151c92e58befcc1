"""One trace id leads through every hop of a scan, and no secret or URL is in the logs."""

import json
from typing import Any

from emulators.world import World
from tests.e2e.conftest import Api

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
HOPS = {
    *("submit_scan", "url_analysis", "ti_lookup", "dns_analysis", "content_scan"),
    *("reputation", "ai_consensus", "final_score"),
}


async def test_every_hop_logs_scan_and_trace(world: World, api: Api) -> None:
    url = "https://accounts.northwind-mail.com/login?q=only-in-this-test"
    headers = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    answer = await api.http.post("/api/v2/scans", json={"url": url}, headers=headers)
    scan_id = answer.json()["id"]
    await api.ended(scan_id)
    log = (world.layout.logs / "functions.log").read_text()
    lines: list[dict[str, Any]] = [
        json.loads(line) for line in log.splitlines() if line.startswith("{")
    ]
    ours = [line for line in lines if line.get("scan_id") == scan_id]
    assert {line["function"] for line in ours if line["trace_id"] == TRACE} >= HOPS
    for text in (world.api_key, "only-in-this-test"):
        for part in world.layout.logs.iterdir():
            assert text not in part.read_text(errors="replace"), part.name

"""The room that meets hostile hosts installs no more than it uses."""

from pathlib import Path

from elara.manifests.load import load
from terraform.stage import HERE, distributions

ROOM: Path = HERE.functions / "content_scan" / "function.yaml"


def test_it_carries_no_client_of_providers() -> None:
    carried = distributions(load(ROOM).extras)
    assert {"httpcore", "anyio", "dnspython", "selectolax"} <= carried
    assert not carried & {"httpx", "stamina"}

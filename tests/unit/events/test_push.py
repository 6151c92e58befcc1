"""What Pub/Sub pushes: read, or refused as poison."""

import base64

import pytest

from elara.errors import Unprocessable
from elara.events.push import DeadScan, PushEnvelope


def envelope(data: bytes) -> PushEnvelope:
    message = {"data": base64.b64encode(data).decode(), "messageId": "1", "publishTime": "x"}
    return PushEnvelope.model_validate({"message": message, "subscription": "s"})


def test_a_message_is_read() -> None:
    dead = envelope(b'{"scan_id": "scn_1", "reason": "x"}').read(DeadScan)
    assert dead == DeadScan(scan_id="scn_1", reason="x")


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff\xfe", b'{"scan_id": 1}', b"{"])
def test_poison_is_refused(data: bytes) -> None:
    with pytest.raises(Unprocessable):
        envelope(data).read(DeadScan)


def test_data_that_is_no_base64_is_refused() -> None:
    broken = envelope(b"x").model_copy(deep=True)
    broken.message.data = "***"
    with pytest.raises(Unprocessable):
        broken.read(DeadScan)

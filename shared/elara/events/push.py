"""Messages that Pub/Sub pushes to us, and their envelope.

https://cloud.google.com/pubsub/docs/push#receive_push
"""

import base64
import binascii
from typing import TypeVar

from pydantic import BaseModel, Field, ValidationError

from elara.errors import Unprocessable

Message = TypeVar("Message", bound=BaseModel)


class PushedMessage(BaseModel):
    """One message; `data` is base64."""

    data: str = ""
    attributes: dict[str, str] = {}
    message_id: str = Field(alias="messageId")


class PushEnvelope(BaseModel):
    """What the body of a push request holds."""

    message: PushedMessage
    subscription: str

    def read(self, model: type[Message]) -> Message:
        """The message as `model`. Raises Unprocessable for a poison message."""
        try:
            return model.model_validate_json(base64.b64decode(self.message.data, validate=True))
        except (ValidationError, binascii.Error) as error:
            raise Unprocessable("The message does not match its schema.") from error


class DeadScan(BaseModel):
    """A scan whose workflow failed for good."""

    scan_id: str
    reason: str

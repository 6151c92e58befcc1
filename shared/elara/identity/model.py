"""Callers and API keys."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, ConfigDict


class ApiKey(BaseModel):
    """A key as stored: only its SHA-256 is kept, never the key."""

    model_config = ConfigDict(frozen=True)

    id: str
    org_id: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: `id` names the key, `org_id` the organisation it acts for."""

    id: str
    org_id: str
    scopes: tuple[str, ...]

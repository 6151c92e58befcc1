"""What is known about a domain's standing."""

from datetime import datetime
from typing import ClassVar

from elara.evidence.model import Facts


class DomainAge(Facts):
    """When the domain was registered."""

    kind: ClassVar[str] = "domain_age"

    domain: str
    """The domain as sold by a registry: one label under a suffix of the PSL's ICANN section."""
    registered_at: datetime
    platform: bool
    """The domain belongs to a hosting platform that lends names below it to anybody."""
    days: int | None
    """Whole days since registration; None on a platform, whose age says nothing of the site."""


class DomainRank(Facts):
    """Where the site stands on a list of the most used domains. A rank is no whitelist."""

    kind: ClassVar[str] = "domain_rank"

    domain: str
    """The registrable domain; on a platform, the name that was lent."""
    rank: int | None
    """1 is the most used; None when the list does not have it."""
    list_size: int
    """Absence from a short list means nothing."""
    platform: bool

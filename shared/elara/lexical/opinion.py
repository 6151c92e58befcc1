"""What the URL model says. Rules read it; numpy is not needed for that."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from elara.evidence.model import Facts

NAT = 50
"""Points that one unit of log-odds is worth, for the model and, by their fit, for the rules."""


class Reason(BaseModel):
    """A topic the model looked at. `weight` is in log-odds, positive towards malicious."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    topic: str
    weight: float


class LexicalOpinion(Facts):
    """Evidence of `url_analysis`: the opinion of the URL model, for rules to read.

    `log_odds` is what it adds to what the URL rules know: it was trained with their points as
    its starting place. `reasons` are the topics that weighed most, with their signs, and
    `sequences`, on a scan, the character sequences that weighed most towards malicious.
    """

    kind: ClassVar[str] = "lexical_opinion"

    model: str
    """First 16 hex digits of the SHA-256 of the model file."""
    log_odds: Annotated[float, Field(ge=-100, le=100)]
    reasons: tuple[Reason, ...] = ()
    sequences: tuple[str, ...] = ()

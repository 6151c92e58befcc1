"""What a judge sees, what it answers, and what the panel makes of the answers."""

from typing import Annotated, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict, Field

from elara.evidence.model import Evidence, Facts

Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Claim(BaseModel):
    """One reason a judge gives. A claim that cites no evidence of the scan counts nothing."""

    model_config = ConfigDict(frozen=True)

    text: Annotated[str, Field(max_length=200)]
    evidence: tuple[str, ...]
    weight: Share


class Vote(BaseModel):
    """A judge's answer: `risk` 0 (harmless) to 1 (certainly harmful)."""

    model_config = ConfigDict(frozen=True)

    judge: str
    risk: Share
    claims: tuple[Claim, ...] = ()


class Opinion(Facts):
    """The evidence of `ai_consensus`: the votes that counted and what they come to."""

    kind: ClassVar[str] = "opinion"

    risk: Share
    agreement: Share
    """1 when all judges say the same, 0 when they could not differ more."""
    votes: tuple[Vote, ...]


class Judge(Protocol):
    """Somebody who votes over evidence. Must not touch the network unless it is a hosted model."""

    @property
    def name(self) -> str: ...

    async def vote(self, evidence: tuple[Evidence, ...]) -> Vote: ...

"""The panel: asks every judge, drops what is not backed by evidence, weighs the rest."""

import asyncio
from collections.abc import Sequence

from elara.evidence.model import Clock, Collected, Evidence, Subject, utc_now
from elara.judges.model import Judge, Opinion, Vote

JUDGE_DEADLINE = 5.0
"""Seconds one judge may take."""


def backed(vote: Vote, evidence: Sequence[Evidence]) -> Vote:
    """The vote without claims that cite no evidence of this scan; without any claim, risk 0."""
    known = {piece.id for piece in evidence}
    claims = tuple(c for c in vote.claims if c.evidence and known.issuperset(c.evidence))
    given = sum(claim.weight for claim in vote.claims)
    kept = sum(claim.weight for claim in claims)
    risk = vote.risk * kept / given if given else 0.0
    return vote.model_copy(update={"claims": claims, "risk": round(risk, 4)})


def consensus(votes: Sequence[Vote]) -> Opinion:
    """The median risk (one loud judge cannot move it) and how far the votes spread around it."""
    risks = sorted(vote.risk for vote in votes)
    middle = len(risks) // 2
    median = risks[middle] if len(risks) % 2 else (risks[middle - 1] + risks[middle]) / 2
    return Opinion(
        risk=round(median, 4), agreement=round(1 - (risks[-1] - risks[0]), 4), votes=tuple(votes)
    )


async def collect(
    subject: Subject, *, judges: Sequence[Judge], clock: Clock = utc_now
) -> Collected:
    """One piece of evidence: the panel's opinion, plus one for each judge that stayed silent."""
    answered = [piece for piece in subject.evidence if piece.state.answered]
    outcomes = await asyncio.gather(*(_ask(judge, tuple(answered)) for judge in judges))
    at = clock()
    votes = [backed(vote, answered) for vote in outcomes if isinstance(vote, Vote)]
    silent = [
        Evidence.silence(judge.name, Opinion.kind, outcome, at)
        for judge, outcome in zip(judges, outcomes, strict=True)
        if isinstance(outcome, str)
    ]
    opinion = [Evidence.of("panel", consensus(votes), at)] if votes else []
    return Collected(evidence=(*opinion, *silent))


async def _ask(judge: Judge, evidence: tuple[Evidence, ...]) -> Vote | str:
    """The judge's vote, or the reason there is none."""
    try:
        async with asyncio.timeout(JUDGE_DEADLINE):
            return await judge.vote(evidence)
    except TimeoutError:
        return "timeout"

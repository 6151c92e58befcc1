"""Who was asked and who answered. A missing answer lowers coverage, never the risk."""

from collections.abc import Mapping

from elara.evidence.model import Evidence, State
from elara.scoring.model import Coverage, Stage


def coverage(
    evidence: Mapping[Stage, tuple[Evidence, ...]], outages: Mapping[Stage, str]
) -> Coverage:
    """Coverage over the evidence of each stage; a stage in `outages` is one unanswered ask."""
    missing = [f"{stage}: {reason}" for stage, reason in outages.items()]
    asked, answered = len(missing), 0
    for stage, pieces in evidence.items():
        for piece in pieces:
            if piece.state is State.NOT_APPLICABLE:
                continue
            asked += 1
            if piece.state.answered:
                answered += 1
            else:
                missing.append(f"{stage}/{piece.source}: {piece.reason or piece.state}")
    share = round(answered / asked, 4) if asked else 0.0
    return Coverage(asked=asked, answered=answered, share=share, missing=tuple(sorted(missing)))

"""Judges a stored scan again, from its bundle alone. Pure."""

from pydantic import BaseModel, ConfigDict, ValidationError

from elara.bundles.difference import Difference, difference
from elara.bundles.judge import Judgement, judge
from elara.bundles.model import Bundle
from elara.bundles.open import NotABundle
from elara.bundles.seal import json_of
from elara.scoring.model import Stage
from elara.scoring.ruleset import Ruleset
from elara.urls.model import UrlFacts


class Replayed(BaseModel):
    """What judging a scan again came to."""

    model_config = ConfigDict(frozen=True)

    scan_id: str
    revision: int
    """The revision that was replayed."""
    equal: bool
    """The verdict came out the same, byte for byte, as canonical JSON, and is about the URL that
    the statement names. Whether it was signed is for `elara verify` to say."""
    same_ruleset: bool
    """The ruleset has the hash of the one that judged; the verdict must then be equal."""
    difference: Difference
    mismatch: str = ""
    """Why the evidence is not about the URL of the statement; empty where it is."""


def replay(bundle: Bundle, ruleset: Ruleset) -> Replayed:
    """Assesses the evidence of `bundle` with `ruleset` and rebuilds the ledger.

    Raises NotABundle for evidence that this version of the rules cannot read or judge.
    """
    return compared(bundle, judged_again(bundle, ruleset))


def judged_again(bundle: Bundle, ruleset: Ruleset) -> Judgement:
    """The judgement of `ruleset` on the evidence of `bundle`. Raises NotABundle."""
    proof = bundle.evidence.get(Stage.FINAL_SCORE)
    if not proof:
        raise NotABundle("The bundle lacks the evidence of final_score.")
    inputs = bundle.statement.inputs
    try:
        return judge(bundle.evidence, inputs, proof[0].observed_at, ruleset)
    except ValidationError as error:
        raise NotABundle(f"These rules cannot read the evidence: {error.title}.") from error
    except Exception as error:  # rules were written for evidence that collectors made
        raise NotABundle(f"It cannot be judged: {type(error).__name__}.") from error


def compared(bundle: Bundle, judgement: Judgement) -> Replayed:
    """The verdict of `bundle` beside the one of `judgement`."""
    before, after = bundle.statement.verdict, judgement.verdict
    mismatch = _mismatch(bundle)
    return Replayed(
        scan_id=bundle.statement.scan_id,
        revision=bundle.statement.revision,
        equal=not mismatch and json_of(before) == json_of(after),
        same_ruleset=before.ruleset_hash == after.ruleset_hash,
        difference=difference(before, after),
        mismatch=mismatch,
    )


def _mismatch(bundle: Bundle) -> str:
    """The verdict does not name its URL, the statement does: the evidence must be of that one."""
    for piece in bundle.evidence.get(Stage.URL_ANALYSIS, ()):
        judged = piece.data.get("href", bundle.statement.url)
        if piece.kind == UrlFacts.kind and judged != bundle.statement.url:
            return "The statement names another URL than its evidence is about."
    return ""

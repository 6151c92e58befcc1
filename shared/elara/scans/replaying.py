"""Judges stored scans again: to compare, or as a new revision."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from elara.bundles.model import Bundle
from elara.bundles.open import opened
from elara.bundles.replay import Replayed, compared, judged_again
from elara.errors import Conflict
from elara.evidence.model import Clock, utc_now
from elara.identity.model import Caller
from elara.rules.ruleset import UnknownRuleset, bundled, chosen, current
from elara.scans.announce import Announcer
from elara.scans.bundles import kept
from elara.scans.read import owned
from elara.scans.revise import Reviser
from elara.scoring.model import Stage
from elara.scoring.ruleset import Ruleset


class NewReplay(BaseModel):
    """What a caller sends to have a scan judged again."""

    model_config = ConfigDict(extra="forbid")

    ruleset: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = None
    """A bundled version; without it the one that judged, or the current one to `keep`."""
    keep: bool = False
    """Make the verdict of the current ruleset the next revision, unless it is the same."""


class ReplayView(BaseModel):
    """What judging a scan again came to."""

    replay: Replayed
    kept_as: Annotated[int, Field(ge=2)] | None = None
    """Number of the new revision; null when none was asked for or nothing differs."""


@dataclass(frozen=True, slots=True)
class Replays:
    """What judging stored scans again needs."""

    reviser: Reviser
    announcer: Announcer
    clock: Clock = utc_now

    async def replay(self, caller: Caller, scan_id: str, new: NewReplay) -> ReplayView:
        """Judges the latest revision again; with `keep` the result becomes the next one.

        No revision is ever changed. Raises NotFound, also for a scan of another organisation,
        UnknownRuleset, Conflict when another revision was written meanwhile, and Unavailable.
        """
        scan, records = await owned(self.reviser.store, caller, scan_id, tuple(Stage))
        bundle = opened((await kept(self.reviser.bundles, scan)).content)
        judgement = judged_again(bundle, _wanted(new, bundle))
        replayed = compared(bundle, judgement)
        if not new.keep or replayed.equal:
            return ReplayView(replay=replayed)
        inputs, now = bundle.statement.inputs, self.clock()
        made = await self.reviser.revise(scan, judgement, inputs, now, scan.recipients)
        if made is None:
            raise Conflict("Another revision was written meanwhile; read the scan again.")
        ended, record = made
        await self.announcer.tell(ended, {**records, Stage.FINAL_SCORE: record})
        return ReplayView(replay=replayed, kept_as=ended.revision)


def _wanted(new: NewReplay, bundle: Bundle) -> Ruleset:
    if new.ruleset is None:
        return current() if new.keep else chosen(None, bundle.statement.verdict.ruleset)
    ruleset = bundled(new.ruleset)
    if new.keep and ruleset != current():
        raise UnknownRuleset(
            f"Only verdicts of the current ruleset, {current().version}, are kept."
        )
    return ruleset

"""Ends a scan: ledger, verdict, one commit, then the news. Safe to run twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from elara.bundles.judge import COLLECTING, judge
from elara.bundles.model import Inputs
from elara.errors import NotFound, Unavailable
from elara.scans.announce import Announcer, recipients_of
from elara.scans.model import Scan, StageState
from elara.scans.revise import Reviser
from elara.scans.store import Records
from elara.scoring.model import Stage
from elara.scoring.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Completion:
    """What ending a scan needs."""

    reviser: Reviser
    announcer: Announcer
    ruleset: Ruleset

    async def complete(self, scan_id: str, outages: Mapping[Stage, str]) -> Scan:
        """Writes the verdict as the first revision and tells everybody.

        `outages` has the workflow's reasons for stages that failed for good. A scan that has its
        verdict is not judged again; its news is sent again, under the same event id. Raises
        NotFound when the scan was deleted (what is left of it is removed), Unavailable when
        something did not answer.
        """
        store = self.reviser.store
        scan, records = await store.load(scan_id, tuple(Stage))
        if scan is None:
            await store.delete(scan_id)
            await self.reviser.bundles.drop(scan_id)
            raise NotFound("There is no such scan.")
        if scan.verdict is None:
            scan, records = await self._ended(scan, records, outages)
        await self.announcer.tell(scan, records)
        return scan

    async def _ended(
        self, scan: Scan, records: Records, outages: Mapping[Stage, str]
    ) -> tuple[Scan, Records]:
        inputs = inputs_of(records, outages)
        at = last_word(scan, records)
        evidence = {stage: record.evidence for stage, record in records.items()}
        judgement = judge(evidence, inputs, at, self.ruleset)
        told = recipients_of(records, inputs.outages)
        made = await self.reviser.revise(scan, judgement, inputs, at, told)
        if made is None:
            raise Unavailable("Another delivery of this step was faster.", retry_after=1)
        ended, record = made
        return ended, {**records, Stage.FINAL_SCORE: record}


def inputs_of(records: Records, outages: Mapping[Stage, str]) -> Inputs:
    """Which stages said nothing, and which too little."""
    silent = [stage for stage in COLLECTING if stage not in records]
    degraded = [
        stage
        for stage in COLLECTING
        if stage in records and records[stage].state is not StageState.ANSWERED
    ]
    return Inputs(
        outages={stage: outages.get(stage, "no_record") for stage in silent},
        degraded=tuple(degraded),
    )


def last_word(scan: Scan, records: Records) -> datetime:
    """When the last of what is judged was known: the same for every delivery of this step, so
    that all of them sign the same bytes."""
    return max((records[s].ended_at for s in COLLECTING if s in records), default=scan.created_at)

"""The sweeper waits longer than the longest life the workflow can give a scan."""

from typing import Any

import yaml

from elara.scans import patience
from elara.scans.stage import STAGE_DEADLINE
from tests.architecture.tree import ROOT

WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / "workflows/scan.yaml").read_text("utf-8"))


def longest(step: dict[str, Any]) -> float:
    """Seconds a retried call takes when every attempt runs into its time-out."""
    retry = step["retry"]
    delay, pauses = float(retry["backoff"]["initial_delay"]), 0.0
    for _ in range(retry["max_retries"]):
        pauses += min(delay, retry["backoff"]["max_delay"])
        delay *= retry["backoff"]["multiplier"]
    attempts, seconds = int(retry["max_retries"]) + 1, float(step["try"]["args"]["timeout"])
    return seconds * attempts + pauses


def test_a_running_scan_is_not_taken_for_a_stalled_one() -> None:
    (stage,) = (s["call_stage"] for s in WORKFLOW["run_stage"]["steps"] if "call_stage" in s)
    steps = [step for each in WORKFLOW["main"]["steps"] for step in each.items()]
    phases = [name for name, step in steps if step.get("call") == "run_stage" or "parallel" in step]
    (last,) = (step for name, step in steps if name == "final_score")
    assert phases == ["url_analysis", "gather", "ai_consensus"]
    worst = len(phases) * longest(stage) + longest(last)
    assert worst < patience.RUNNING.total_seconds()


def test_a_stage_says_itself_that_it_was_too_slow() -> None:
    (stage,) = (s["call_stage"] for s in WORKFLOW["run_stage"]["steps"] if "call_stage" in s)
    assert stage["try"]["args"]["timeout"] > STAGE_DEADLINE

"""What a report says: figures with their intervals, and tables of them. All of it is plain data."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

from elara.evaluation.calibration import Calibration
from elara.evaluation.intervals import Interval, wilson


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value and its 95 % interval."""

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, value: float, interval: Interval) -> "Figure":
        return cls(value, interval.low, interval.high)

    @classmethod
    def rate(cls, hits: int, rows: int) -> "Figure":
        """A share of rows, with Wilson's interval; NaN without rows."""
        return cls.of(hits / rows if rows else float("nan"), wilson(hits, rows))


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of one kind by their label."""

    name: str
    malicious: int
    benign: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How much is caught where the ROC curve has `fpr` false alarms, interpolated; and the lowest
    threshold that has no more, None where even the highest score has."""

    fpr: float
    tpr: Figure
    threshold: float | None


@dataclass(frozen=True, slots=True)
class Working:
    """What calling every URL from `threshold` points malicious would do."""

    name: str
    threshold: float
    tpr: Figure
    """With Wilson's interval, like `fpr`."""
    fpr: Figure
    f1: Figure
    """At the share of malicious rows in the file; with a bootstrap interval."""
    precision: Figure
    """At the base rate of the report; as far as the intervals of both rates allow."""


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows with one value of a column. `auc` ranks its malicious rows against its benign ones;
    where it lacks a class, against all rows of that class in the file (`against`)."""

    value: str
    malicious: int
    benign: int
    auc: float
    against: str
    tpr_suspicious: Figure
    tpr_malicious: Figure
    fpr_suspicious: Figure
    fpr_malicious: Figure
    mean_score: float


@dataclass(frozen=True, slots=True)
class RuleUse:
    """How often a rule gave points: rows of each label."""

    rule: str
    malicious: int
    benign: int


@dataclass(frozen=True, slots=True)
class Case:
    """A row the score is most wrong about; `url` is defanged."""

    url: str
    points: int
    level: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured."""

    source: str
    ruleset: str
    rows: Counts
    refused: Counts
    bad_rows: Mapping[str, int]
    auc: Figure
    average_precision: Figure
    best_f1: Figure
    best_f1_threshold: float
    reach: tuple[Reach, ...]
    base_rate: float
    working: tuple[Working, ...]
    confusion: tuple[Counts, ...]
    """Rows by level, and the refused ones."""
    calibrated: str
    """What the probabilities are."""
    calibration: Calibration
    mean_score_malicious: float
    mean_score_benign: float
    drawn: str
    """What the bootstrap draws: `owners` or `rows`."""
    slices: Mapping[str, tuple[Slice, ...]]
    rules: tuple[RuleUse, ...]
    false_alarms: tuple[Case, ...]
    misses: tuple[Case, ...]

    def document(self) -> dict[str, Any]:
        """The report as JSON; what could not be measured is null."""
        found: dict[str, Any] = _measured(asdict(self))
        return found


def _measured(value: Any) -> Any:
    if isinstance(value, float):
        return float(value) if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _measured(each) for key, each in value.items()}
    return [_measured(each) for each in value] if isinstance(value, (list, tuple)) else value

"""Labelled URLs with what Elara said about them, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import nan
from statistics import fmean
from typing import Self

import numpy as np
from numpy.typing import NDArray

from elara.errors import InvalidUrl
from elara.evaluation.kinds import kinds
from elara.evaluation.tally import Floats, Ints, Tally
from elara.scoring.model import Level
from elara.urls.parse import parse

LABELS = {"0": False, "benign": False, "1": True, "malicious": True}
GROUP = "group"
"""The column that says whose URL it is; owners are what an interval draws from."""
MOST_VALUES = 60
"""Distinct values a column may have to be sliced by without being asked for."""


class Unusable(Exception):
    """The file cannot be evaluated."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What was said about one URL. A refused one has no level, and raises no alarm anywhere."""

    level: Level | None
    points: int = 0
    """Before the clamp."""
    score: int = 0
    probability: float | None = None
    rules: tuple[tuple[str, int], ...] = ()
    """Each that gave points and how many, alarms first."""


@dataclass(slots=True)
class Table:
    """What a file says, row by row as it is read. `bad` counts rows that are no test, by reason."""

    urls: list[str] = field(default_factory=list)
    labels: list[bool] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)
    bad: dict[str, int] = field(default_factory=dict)

    def add(self, row: Mapping[str, str]) -> str | None:
        """Takes in a row and gives its URL, or counts it as bad."""
        url, label = row.get("url", "").strip(), row.get("label", "").strip().lower()
        why = (
            "not a row of the table" if not row else "no url" if not url else "not labelled 0 or 1"
        )
        if not url or label not in LABELS:
            self.bad[why] = self.bad.get(why, 0) + 1
            return None
        self.urls.append(url)
        self.labels.append(LABELS[label])
        for name, value in row.items():
            if name not in ("url", "label"):
                self.columns.setdefault(name, []).append(value)
        return url

    def sliced_by(self, asked: Sequence[str]) -> tuple[str, ...]:
        """The columns to slice by: those `asked` for, else all with 2 to 60 distinct values. Raises
        Unusable when one is not there."""
        missing = [name for name in asked if name not in self.columns]
        if missing:
            raise Unusable(f"The file has no column {', '.join(missing)}.")
        few = {n: len(set(v)) for n, v in self.columns.items() if n != GROUP}
        return tuple(asked) or tuple(n for n, count in few.items() if 2 <= count <= MOST_VALUES)


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows and marks together; every array has one item for each row."""

    urls: Sequence[str]
    malicious: NDArray[np.bool_]
    points: Floats
    """Before the clamp; -inf for a refused row, which therefore ranks last."""
    marks: Sequence[Mark]
    groups: Ints | None
    """A number for each owner."""
    slices: Mapping[str, NDArray[np.str_]]
    kinds: Mapping[str, NDArray[np.bool_]]
    """Which rows are of each kind of address; a row may be of several."""
    bad: Mapping[str, int]

    @classmethod
    def of(cls, table: Table, marks: Sequence[Mark], by: Sequence[str] = ()) -> Self:
        """Raises Unusable when a class or a column asked for is missing."""
        labels = np.array(table.labels, dtype=bool)
        points = np.array([float("-inf") if m.level is None else m.points for m in marks])
        scored = labels[np.isfinite(points)]
        if not scored.any() or scored.all():
            raise Unusable(
                "Both malicious and benign URLs are needed; of those that can be scored "
                f"{int(scored.sum())} are malicious and {int((~scored).sum())} benign."
            )
        groups = table.columns.get(GROUP)
        return cls(
            urls=table.urls,
            malicious=labels,
            points=points,
            marks=marks,
            groups=None if groups is None else _numbered(groups),
            slices={name: np.array(table.columns[name]) for name in table.sliced_by(by)},
            kinds=_kinds(table.urls),
            bad=table.bad,
        )

    def tally(self) -> Tally:
        """The rows by points."""
        return Tally.of(self.malicious, self.points)

    @property
    def scored(self) -> NDArray[np.bool_]:
        """Which rows were not refused."""
        return np.isfinite(self.points)

    def mean_score(self, among: NDArray[np.bool_]) -> float:
        """Mean score of the rows `among` all that were not refused; NaN for none."""
        rows = np.flatnonzero(among & self.scored)
        return fmean(self.marks[int(row)].score for row in rows) if len(rows) else nan


def _kinds(urls: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
    found: dict[str, list[int]] = {}
    for row, text in enumerate(urls):
        try:
            of = kinds(parse(text))
        except InvalidUrl:
            continue
        for kind in of:
            found.setdefault(kind, []).append(row)
    return {kind: np.isin(np.arange(len(urls)), rows) for kind, rows in sorted(found.items())}


def _numbered(names: Sequence[str]) -> Ints:
    """An array of text would have room for the longest name in every row."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], dtype=np.int64)

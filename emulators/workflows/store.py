"""Executions on disk: what was acknowledged is still known after a crash."""

import sqlite3
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from emulators.workflows.model import Execution, Outcome, State

_SCHEMA = """
CREATE TABLE IF NOT EXISTS executions (
  name TEXT PRIMARY KEY, argument TEXT NOT NULL, state TEXT NOT NULL, started_at REAL NOT NULL,
  result TEXT, error TEXT, ended_at REAL, steps INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS by_state ON executions (state);
"""
_COLUMNS = "name, argument, state, started_at, result, error, ended_at, steps"


class ExecutionStore:
    """One SQLite file. Every write is committed before the call returns.

    The write-ahead log makes a commit safe against the end of this process, which is what happens
    here; it is not synced to the disk each time, so it is not safe against a loss of power.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.executescript(_SCHEMA)

    def close(self) -> None:
        self._database.close()

    def add(self, execution: Execution) -> None:
        row = asdict(execution)
        names = ", ".join(f":{name}" for name in row)
        self._database.execute(f"INSERT INTO executions ({_COLUMNS}) VALUES ({names})", row)

    def end(self, name: str, outcome: Outcome, at: float) -> None:
        """Records how an active execution ended; one that has ended already stays as it is."""
        self._database.execute(
            "UPDATE executions SET state = :state, result = :result, error = :error,"
            " steps = :steps, ended_at = :at WHERE name = :name AND state = 'ACTIVE'",
            asdict(outcome) | {"name": name, "at": at},
        )

    def get(self, name: str) -> Execution | None:
        return next(iter(self._select("WHERE name = ?", (name,))), None)

    def of(self, workflow: str, size: int, after: str = "") -> list[Execution]:
        """Executions of the workflow with this full name, newest first, those after one of them."""
        prefix = f"{workflow}/executions/"
        return self._select(
            "WHERE substr(name, 1, ?) = ? AND rowid < coalesce("
            " (SELECT rowid FROM executions WHERE name = ?), 1 << 62)"
            " ORDER BY rowid DESC LIMIT ?",
            (len(prefix), prefix, after, size),
        )

    def active(self) -> list[Execution]:
        """What has not ended, oldest first."""
        return self._select("WHERE state = 'ACTIVE' ORDER BY rowid", ())

    def counts(self) -> Counter[str]:
        rows = self._database.execute("SELECT state, count(*) FROM executions GROUP BY state")
        return Counter(dict(rows.fetchall()))

    def steps(self) -> int:
        (total,) = self._database.execute("SELECT coalesce(sum(steps), 0) FROM executions")
        return int(total[0])

    def _select(self, where: str, values: tuple[object, ...]) -> list[Execution]:
        rows = self._database.execute(f"SELECT {_COLUMNS} FROM executions {where}", values)
        return [_execution(row) for row in rows]


def _execution(
    row: tuple[str, str, str, float, str | None, str | None, float | None, int],
) -> Execution:
    name, argument, state, started_at, result, error, ended_at, steps = row
    return Execution(name, argument, State(state), started_at, result, error, ended_at, steps)

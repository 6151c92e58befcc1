"""Structured logs: one JSON object per line, as Cloud Logging reads it from standard output.

https://cloud.google.com/logging/docs/structured-logging. Every line carries what was bound for
the request: function, trace and scan id. URLs are never logged, only their ids.
"""

import json
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[str, Any] = MappingProxyType({})
_bound: ContextVar[Mapping[str, Any]] = ContextVar("bound", default=_NOTHING)

# What a LogRecord has by itself; the rest came with `extra=`.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName"}


class JsonFormatter(logging.Formatter):
    """Renders a record, its `extra` fields and the bound fields as one line of JSON."""

    def __init__(self, project: str) -> None:
        super().__init__()
        self._project = project

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "severity": record.levelname,
            "time": f"{record.created:.6f}",
            "message": record.getMessage(),
            "logger": record.name,
            **_bound.get(),
            **{key: value for key, value in vars(record).items() if key not in _STANDARD},
        }
        if "trace_id" in line:
            trace = f"projects/{self._project}/traces/{line['trace_id']}"
            line["logging.googleapis.com/trace"] = trace
        if record.exc_info:
            line["stack"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


@contextmanager
def bound(**fields: Any) -> Iterator[None]:
    """Adds `fields` to every line logged inside."""
    token = _bound.set({**_bound.get(), **fields})
    try:
        yield
    finally:
        _bound.reset(token)


def bind(**fields: Any) -> None:
    """Adds `fields` to every further line of this request."""
    _bound.set({**_bound.get(), **fields})


def configure(project: str) -> None:
    """Sends this package's logs to standard output as JSON. Safe to call again."""
    logger = logging.getLogger("elara")
    if logger.handlers:
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(project))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False

"""A worker process: runs one execution after the other, until the server replaces it."""

import json
import multiprocessing
import os
import threading
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import workflows_emulator.main as library  # type: ignore[import-not-found]
from workflows_emulator.utils import WorkflowError  # type: ignore[import-not-found]

from emulators.workflows import dialect
from emulators.workflows.model import Outcome, State
from emulators.workflows.prepare import argument_for, prepared

dialect.mend()


def work(parent: Connection, folder: str) -> None:
    """Takes `{workflow, id, argument}`, gives back an outcome, as JSON, until `parent` closes."""
    threading.Thread(target=_end_with_server, daemon=True).start()
    for path in Path(folder).glob("*.yaml"):
        _warm(path)
    while True:
        try:
            order = json.loads(parent.recv_bytes())
        except EOFError:
            return
        parent.send_bytes(json.dumps(asdict(_run(order, Path(folder)))).encode())


def _end_with_server() -> None:
    """Waits for the server to end, however it ends; an execution is not worth finishing then."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


def _run(order: dict[str, str], folder: Path) -> Outcome:
    os.environ["GOOGLE_CLOUD_WORKFLOW_ID"] = order["workflow"]
    os.environ["GOOGLE_CLOUD_WORKFLOW_EXECUTION_ID"] = order["id"]
    before = dialect.steps.total()
    try:
        path = folder / f"{order['workflow']}.yaml"
        workflow = json.loads(_definition(path, path.stat().st_mtime_ns))
        parameters = argument_for(workflow, json.loads(order["argument"]))
        result = json.dumps(library.execute_workflow(workflow, parameters))
    except WorkflowError as error:
        return Outcome(State.FAILED, error=_text(error.payload), steps=_since(before))
    except Exception as error:  # noqa: BLE001 - whatever a workflow raises ends it, nothing else
        message = {"message": f"{type(error).__name__}: {error}", "tags": ["SystemError"]}
        return Outcome(State.FAILED, error=_text(message), steps=_since(before))
    return Outcome(State.SUCCEEDED, result=result, steps=_since(before))


@cache
def _definition(path: Path, _version: int) -> str:
    """The workflow as JSON text, so that every execution gets a copy of its own.

    Raises whatever reading, parsing or validating it raises.
    """
    return json.dumps(prepared(library.load_workflow(path)))


def _warm(path: Path) -> None:
    """Reads a workflow before it is needed. What is wrong with it is said when it is run."""
    with suppress(Exception):
        _definition(path, path.stat().st_mtime_ns)


def _text(payload: Any) -> str:
    return json.dumps(payload, default=str)


def _since(before: int) -> int:
    return dialect.steps.total() - before

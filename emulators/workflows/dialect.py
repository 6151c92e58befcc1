"""Where the library departs from the product, and how that is mended, in one place.

Importing this mends the library in this process. Each function says what was wrong. The sources
are those of workflows-emulator 1.10.
"""

import copy
import json
import logging
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import requests
import workflows_emulator.main as library  # type: ignore[import-not-found]
from requests.adapters import HTTPAdapter
from workflows_emulator import render
from workflows_emulator.lib import http_utils  # type: ignore[import-not-found]
from workflows_emulator.utils import WorkflowError  # type: ignore[import-not-found]

steps: Counter[str] = Counter()
"""How many steps this process has run, by kind of step."""

# An expression ends at the first brace that is not inside one of its strings.
_EXPRESSION = re.compile(r"""\$\{((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^"'}])*)\}""")

_session = requests.Session()
_session.trust_env = False
_session.mount("http://", HTTPAdapter(pool_maxsize=32))


def mend() -> None:
    """Replaces what is wrong. Safe to call once per process."""
    logging.getLogger().setLevel(logging.CRITICAL)
    logging.getLogger("workflows").setLevel(logging.WARNING)
    http_utils.request = request
    render.copy = library.copy = SimpleNamespace(deepcopy=snapshot)
    render.render_str = rendered
    render.STANDARD_LIBRARY.update({"true": True, "false": False, "null": None})
    library.StepAssign.execute = _unlocking(library.StepAssign.execute)
    library.execute_step = _step(library.execute_step)


def request(
    method: str,
    url: str,
    timeout: float = 300,
    body: Any = None,
    headers: dict[str, str] | None = None,
    query: dict[str, Any] | None = None,
    **_: Any,
) -> dict[str, Any]:
    """An HTTP call. The library opened a session per call, sent lists as forms, and let failures
    to connect end the whole execution; here they are errors that a workflow can catch and retry.

    https://cloud.google.com/workflows/docs/reference/syntax/error-types
    """
    content = {"json": body} if isinstance(body, dict | list) else {"data": body}
    try:
        answer = _session.request(
            method, url, headers=headers, params=query, timeout=timeout, **content
        )
    except requests.Timeout as error:
        raise _failure("TimeoutError", error) from error
    except requests.ConnectionError as error:
        raise _failure("ConnectionError", error) from error
    shown = {
        "code": answer.status_code,
        "headers": dict(answer.headers),
        "body": _body(answer),
    }
    if answer.status_code >= 400:
        message = f"HTTP server responded with error code {answer.status_code}"
        raise WorkflowError(message=message, tags=["HttpError"], **shown)
    return shown


def rendered(value: Any, context: dict[str, Any]) -> Any:
    """A scalar with its expressions evaluated. The library ended an expression at any brace, even
    inside a string, and parsed what came out as YAML, so that null became the text `None`."""
    if not isinstance(value, str) or "${" not in value:
        return value
    if whole := _EXPRESSION.fullmatch(value):
        return _plain(render.run_code(whole[1], context))
    return _EXPRESSION.sub(lambda found: str(render.run_code(found[1], context)), value)


def snapshot(context: dict[str, Any]) -> dict[str, Any]:
    """A deep copy of the variables. Branches share them: a plain deep copy walks a dict that
    another branch may be growing; the first, shallow copy is atomic."""
    return copy.deepcopy(dict(context))


def _body(answer: requests.Response) -> Any:
    """Parsed where it says it is JSON and is."""
    if "json" in answer.headers.get("Content-Type", ""):
        with suppress(ValueError):
            return answer.json()
    return answer.text


def _plain(value: Any) -> Any:
    """Maps of the library's own kind as common ones."""
    return json.loads(json.dumps(value)) if isinstance(value, dict | list) else value


def _failure(tag: str, error: Exception) -> Exception:
    # `code` is None, not absent, so that a predicate that asks for `e.code` gets an answer.
    return WorkflowError(message=f"{tag}: {error}", tags=[tag], code=None)  # type: ignore[no-any-return]


def _unlocking(execute: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The lock around assignments stayed locked after an expression raised in one."""

    def locked(step: Any) -> Any:
        try:
            return execute(step)
        except BaseException:
            library.LOCK.release()
            raise

    return locked


def _step(execute: Callable[..., Any]) -> Callable[..., Any]:
    """Counts, and makes an error in an expression one that `try` can catch."""

    def stepped(step_id: Any, config: Any, context: Any) -> Any:
        steps["http" if str(config.get("call", "")).startswith("http.") else "other"] += 1
        try:
            return execute(step_id, config, context)
        except (SyntaxError, NameError, AttributeError) as error:
            raise WorkflowError(message=str(error), tags=[type(error).__name__]) from error

    return stepped

"""Makes a workflow that is written for the cloud digestible for the library. Pure.

The committed YAML stays what the product takes; what the library takes otherwise is changed here.
"""

from typing import Any

_NO_BOUND = 10**9


def prepared(node: Any) -> Any:
    """A copy of a workflow, or of any part of it, that the library runs as the product would.

    - `auth` of HTTP calls is left out: there is no IAM here to give a token.
    - the library reads a back-off's first interval as `delay`, the product as `initial_delay`.
    - the library gives up when an interval reaches `max_delay`; the product goes on at that pace.
    """
    if isinstance(node, list):
        return [prepared(part) for part in node]
    if not isinstance(node, dict):
        return node
    copy = {key: prepared(value) for key, value in node.items()}
    if str(copy.get("call", "")).startswith("http.") and isinstance(copy.get("args"), dict):
        copy["args"].pop("auth", None)
    if isinstance(copy.get("backoff"), dict):
        copy["backoff"] = _backoff(copy["backoff"])
    return copy


def argument_for(workflow: Any, argument: Any) -> dict[str, Any]:
    """The library's parameters. The product hands the whole argument to main's one parameter."""
    main = workflow.get("main") if isinstance(workflow, dict) else None
    names = main.get("params", []) if isinstance(main, dict) else []
    if not names:
        return {}
    first = names[0]
    return {next(iter(first)) if isinstance(first, dict) else first: argument}


def _backoff(asked: dict[str, Any]) -> dict[str, Any]:
    return {
        "delay": asked.get("initial_delay", 1),
        "multiplier": asked.get("multiplier", 1.25),
        "max_delay": _NO_BOUND,
    }

"""The API document as this process publishes it."""

import json
from functools import cache
from pathlib import Path
from typing import Protocol

PACKAGED = Path(__file__).with_name("openapi.json")
"""Where packaging puts the document; a room then needs neither manifests nor models."""

VERSION = "2.0.0"
"""Version of the public API, not of the software: the routes live under `/api/v2`."""


class Checkout(Protocol):
    """Where the function folders are, when nothing was packaged."""

    @property
    def functions_root(self) -> str: ...


def published(checkout: Checkout) -> bytes:
    """The packaged document, else one made from the manifests. Raises InvalidManifest."""
    return _once(Path(checkout.functions_root))


@cache
def _once(functions_root: Path) -> bytes:
    return PACKAGED.read_bytes() if PACKAGED.exists() else render(functions_root)


def render(functions_root: Path) -> bytes:
    """The document of the rooms in `functions_root`, as JSON; equal input gives equal bytes."""
    from elara.manifests.load import load_all  # noqa: PLC0415 - a packaged room needs neither
    from elara.manifests.openapi import document  # noqa: PLC0415

    return json.dumps(
        document(load_all(functions_root), version=VERSION), ensure_ascii=False
    ).encode()

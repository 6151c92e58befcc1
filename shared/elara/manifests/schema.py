"""The JSON Schema of `function.yaml`, for editors: `python -m elara.manifests.schema [FILE]`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from elara.manifests.model import Manifest

DEFAULT = Path("functions/function.schema.json")


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of the file; `name` is left out, for the folder says it."""
    adapter = TypeAdapter[Any](Annotated[Manifest, Field(discriminator="kind")])
    found = adapter.json_schema()
    for definition in found["$defs"].values():
        if "kind" in definition["properties"]:
            del definition["properties"]["name"]
            definition["required"].remove("name")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Manifest of a function of Elara",
    } | found


def render() -> str:
    """The schema as it stands in the repository."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else DEFAULT).write_text(render(), "utf-8")

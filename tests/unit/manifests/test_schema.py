from pathlib import Path

import jsonschema
import pytest
import yaml

from elara.manifests.schema import DEFAULT, render, schema
from tests.unit.manifests import rooms

REAL = sorted(rooms.FUNCTIONS.glob("*/function.yaml"))


def check(text: str) -> None:
    content = yaml.safe_load(text)
    if "responses" in content:  # JSON, and so an editor, knows only strings as keys
        content["responses"] = {str(key): value for key, value in content["responses"].items()}
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    validator.validate(content)


def test_the_exported_schema_is_up_to_date() -> None:
    assert (rooms.FUNCTIONS.parent / DEFAULT).read_text("utf-8") == render(), (
        "run: python -m elara.manifests.schema"
    )


@pytest.mark.parametrize("text", [rooms.ROUTE, rooms.POST, rooms.STAGE, rooms.PUSH, rooms.SCHEDULE])
def test_it_accepts_each_kind(text: str) -> None:
    check(text)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.parent.name)
def test_it_accepts_the_real_rooms(path: Path) -> None:
    check(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        rooms.STAGE + "name: url_analysis\n",
        rooms.STAGE.replace("stage", "stag"),
        rooms.PUSH.replace("topic: scan-dead\n", ""),
        rooms.ROUTE.replace("GET", "get"),
    ],
)
def test_it_refuses_what_the_loader_refuses(text: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        check(text)

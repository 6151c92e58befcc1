"""The room `list_rules`: anybody may read the rules, and may keep the answer for a while."""

from pathlib import Path

from functions_framework.aio import create_asgi_app
from starlette.testclient import TestClient

from elara.rules.catalogue import Catalogue, catalogue
from elara.rules.ruleset import current

ROOM = Path(__file__).parents[3] / "functions" / "list_rules" / "main.py"


def test_the_answer_is_the_catalogue() -> None:
    answer = TestClient(create_asgi_app("list_rules", str(ROOM))).get("/api/v2/rules")
    assert answer.status_code == 200
    assert Catalogue.model_validate_json(answer.content) == catalogue(current())
    assert answer.headers["cache-control"] == "public, max-age=300"

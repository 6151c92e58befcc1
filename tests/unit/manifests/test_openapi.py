import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from elara.errors import FieldError, RateLimited, Unprocessable
from elara.manifests.load import load_all
from elara.manifests.openapi import UnknownModel, document
from elara.manifests.problem import CATALOGUE, Problem, example, kinds
from elara.runtime.problems import problem
from tests.unit.manifests import rooms


@pytest.fixture
def api(tmp_path: Path) -> dict[str, Any]:
    root = rooms.write(tmp_path, get_thing=rooms.ROUTE, make_thing=rooms.POST, sweep=rooms.SCHEDULE)
    return document(load_all(root), version="2.1.0")


def test_it_is_a_valid_openapi_document(api: dict[str, Any]) -> None:
    validate(api)
    assert (api["openapi"], api["info"]["version"]) == ("3.1.0", "2.1.0")


def test_the_document_of_the_real_rooms_is_valid() -> None:
    found = document(load_all(rooms.FUNCTIONS), version="2.0.0")
    validate(found)
    assert "/openapi.json" in found["paths"]


def test_only_routes_are_public_operations_and_the_folder_names_them(api: dict[str, Any]) -> None:
    operations = {
        (path, method): operation["operationId"]
        for path, item in api["paths"].items()
        for method, operation in item.items()
    }
    assert operations == {
        ("/api/v2/things", "post"): "make_thing",
        ("/api/v2/things/{thing_id}", "get"): "get_thing",
    }


def test_parameters_come_from_path_query_and_headers(api: dict[str, Any]) -> None:
    parameters = api["paths"]["/api/v2/things/{thing_id}"]["get"]["parameters"]
    places = [(each["in"], each["name"], each.get("required", False)) for each in parameters]
    assert places == [
        ("path", "thing_id", True),
        ("query", "wait", False),
        ("header", "If-None-Match", False),
    ]
    assert parameters[1]["schema"] == {
        "type": "integer",
        "minimum": 0,
        "maximum": 30,
        "default": 0,
    }


def test_only_public_routes_need_no_key(api: dict[str, Any]) -> None:
    assert api["paths"]["/api/v2/things/{thing_id}"]["get"]["security"] == [{"ApiKey": []}]
    assert api["paths"]["/api/v2/things"]["post"]["security"] == []
    scheme = api["components"]["securitySchemes"]["ApiKey"]
    assert (scheme["in"], scheme["name"]) == ("header", "X-Api-Key")


def test_bodies_are_the_models(api: dict[str, Any]) -> None:
    post = api["paths"]["/api/v2/things"]["post"]
    body = post["requestBody"]["content"]["application/json"]["schema"]
    answer = post["responses"]["202"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/NewScan"}
    assert answer == {"$ref": "#/components/schemas/ScanView"}
    assert "content" not in post["responses"]["204"]
    assert api["components"]["schemas"]["NewScan"]["required"] == ["url"]
    assert "$defs" not in json.dumps(api)


def test_errors_are_problems_with_an_example_of_each_code(api: dict[str, Any]) -> None:
    answers = api["paths"]["/api/v2/things"]["post"]["responses"]
    assert answers["422"] == {"$ref": "#/components/responses/UnprocessableEntity"}
    assert answers["default"] == {"$ref": "#/components/responses/InternalServerError"}
    shared = api["components"]["responses"]["UnprocessableEntity"]
    media = shared["content"]["application/problem+json"]
    assert media["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert {"unprocessable", "invalid_url", "idempotency_mismatch"} <= media["examples"].keys()


def test_rate_limits_are_told_where_they_apply(api: dict[str, Any]) -> None:
    limited = api["paths"]["/api/v2/things/{thing_id}"]["get"]["responses"]["200"]["headers"]
    assert limited.keys() == {"RateLimit-Policy", "RateLimit", "ETag"}
    assert "headers" not in api["paths"]["/api/v2/things"]["post"]["responses"]["202"]
    refused = api["components"]["responses"]["TooManyRequests"]["headers"]
    assert refused.keys() == {"RateLimit-Policy", "RateLimit", "Retry-After"}


@pytest.mark.parametrize("reference", ["elara.gone.model:ScanView", "elara.scans.model:Gone"])
def test_a_model_that_is_not_there_is_an_error(tmp_path: Path, reference: str) -> None:
    text = rooms.POST.replace("elara.scans.model:NewScan", reference)
    with pytest.raises(UnknownModel, match=reference):
        document(load_all(rooms.write(tmp_path, make_thing=text)), version="2")


def test_what_is_no_model_is_an_error(tmp_path: Path) -> None:
    text = rooms.POST.replace("elara.scans.model:NewScan", "elara.scans.model:Status")
    with pytest.raises(UnknownModel, match="not a pydantic model"):
        document(load_all(rooms.write(tmp_path, make_thing=text)), version="2")


@pytest.mark.parametrize(
    "error",
    [
        RateLimited("Wait.", retry_after=3),
        Unprocessable("No.", errors=[FieldError("/url", "is too long")]),
    ],
)
def test_the_doors_render_what_the_document_promises(error: RateLimited | Unprocessable) -> None:
    rendered = Problem.model_validate_json(bytes(problem(error, "4bf9").body), strict=True)
    assert rendered.model_dump().keys() == Problem.model_fields.keys()
    assert rendered.type == f"{CATALOGUE}:{error.code}"
    assert example(type(error)).keys() == rendered.model_dump(exclude={"errors"}).keys()


def test_every_example_is_a_problem() -> None:
    for status in (400, 401, 403, 404, 409, 413, 422, 429, 500, 503):
        assert kinds(status)
        for kind in kinds(status):
            assert Problem.model_validate(example(kind)).status == status

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from elara.manifests import published
from tests.unit.manifests import rooms


@dataclass(frozen=True, slots=True)
class Place:
    functions_root: str


def test_without_a_package_the_document_is_made_from_the_manifests(tmp_path: Path) -> None:
    place = Place(str(rooms.write(tmp_path, make_thing=rooms.POST)))
    found = json.loads(published.published(place))
    assert list(found["paths"]) == ["/api/v2/things"]
    assert found["info"]["version"] == published.VERSION


def test_the_packaged_document_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packaged = tmp_path / "openapi.json"
    packaged.write_bytes(b'{"openapi": "3.1.0"}')
    monkeypatch.setattr(published, "PACKAGED", packaged)
    assert published.published(Place("nowhere")) == b'{"openapi": "3.1.0"}'


def test_equal_rooms_give_equal_bytes(tmp_path: Path) -> None:
    one = rooms.write(tmp_path / "one", get_thing=rooms.ROUTE, make_thing=rooms.POST)
    two = rooms.write(tmp_path / "two", make_thing=rooms.POST, get_thing=rooms.ROUTE)
    assert published.render(one) == published.render(two)

"""Packing: just what a room needs, locked, and the same bytes every time."""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from elara.manifests.load import load_all
from elara.manifests.model import Manifest
from terraform.stage import (
    HERE,
    CannotStage,
    Checkout,
    distributions,
    main,
    reached,
    requirements,
    stage,
)
from tests.architecture.tree import FUNCTIONS, ROOT, SHARED

ROOMS = load_all(FUNCTIONS)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build")
    for room in ROOMS:
        stage(room.name, out)
    return out


def digests(folder: Path) -> dict[str, str]:
    zips = sorted(folder.glob("*.zip"))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in zips}


def test_the_command_packs_every_room_into_the_same_bytes_again(
    build: Path, tmp_path: Path
) -> None:
    result = subprocess.run(
        [sys.executable, ROOT / "terraform" / "stage.py", "--out", tmp_path],
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(SHARED), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
    )
    again = digests(tmp_path)
    assert again == digests(build)
    assert {f"{name}.zip" for name in HERE.names} == again.keys()
    assert all(digest in result.stdout for digest in again.values())


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_the_zip_is_the_folder(room: Manifest, build: Path) -> None:
    folder = build / room.name
    with zipfile.ZipFile(build / f"{room.name}.zip") as archive:
        names = archive.namelist()
        assert {(info.date_time, info.external_attr >> 16) for info in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0o644)
        }
        assert all((folder / name).read_bytes() == archive.read(name) for name in names)
    assert names == sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    assert {"main.py", "function.yaml", "requirements.txt", "elara/__init__.py"} <= set(names)
    assert not [name for name in names if name.startswith("elara/cli/") or "__pycache__" in name]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_requirements_are_locked_and_exactly_what_the_extras_need(
    room: Manifest, build: Path
) -> None:
    text = (build / room.name / "requirements.txt").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    names = {entry.partition("==")[0] for entry in entries}
    assert names == distributions(room.extras)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert all(entry in locked_text() for entry in entries)


def locked_text() -> str:
    return (ROOT / "requirements.lock").read_text("utf-8")


@pytest.mark.parametrize(
    ("extras", "inside", "outside"),
    [
        ((), {"functions-framework", "pydantic", "pyyaml", "starlette"}, {"grpcio", "httpx"}),
        (("firestore",), {"grpcio", "google-cloud-firestore"}, {"google-cloud-pubsub"}),
        (("storage",), {"google-api-core", "google-cloud-storage"}, {"grpcio"}),
        (("http",), {"httpx", "stamina", "certifi"}, {"valkey", "ada-url"}),
        (("model",), {"numpy"}, {"scipy", "scikit-learn", "lightgbm"}),
        (("signing",), {"cryptography", "rfc8785"}, {"grpcio", "google-cloud-kms"}),
        (("kms",), {"google-cloud-kms", "google-crc32c"}, {"rfc8785"}),
        (("urls", "dns"), {"ada-url", "tldextract", "idna", "dnspython"}, {"httpx"}),
    ],
)
def test_an_extra_brings_its_own_closure(
    extras: tuple[str, ...], inside: set[str], outside: set[str]
) -> None:
    found = distributions(extras)
    assert inside <= found
    assert not outside & found
    assert not found & {"elara", "colorama", "async-timeout"}, "those are for other platforms"


def test_an_unknown_extra_or_room_cannot_be_packed(tmp_path: Path) -> None:
    with pytest.raises(CannotStage, match=r"no such extra in pyproject\.toml: teleport"):
        requirements(("teleport",))
    with pytest.raises(CannotStage, match=r"nowhere: no function\.yaml and no main\.py"):
        stage("nowhere", tmp_path)
    assert main(["nowhere", "--out", str(tmp_path)]) == 1


def test_what_the_lock_does_not_hold_cannot_be_packed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    (tmp_path / "requirements.lock").write_text("pydantic==2.10.0 \\\n    --hash=sha256:00\n")
    with pytest.raises(CannotStage, match=r"not in requirements\.lock: annotated-types, "):
        requirements((), tmp_path)


def small_world(root: Path) -> Checkout:
    """A package with data files, modules found by name, and a module nobody needs."""
    files = {
        "shared/elara/__init__.py": "",
        "shared/elara/words/__init__.py": "",
        "shared/elara/words/read.py": "from elara.rules import pack\n",
        "shared/elara/words/read.csv": "1",
        "shared/elara/words/unused.py": "",
        "shared/elara/words/unused.csv": "1",
        "shared/elara/words/data/list.txt": "word",
        "shared/elara/rules/__init__.py": "",
        "shared/elara/rules/pack.py": "import pkgutil\n",
        "shared/elara/rules/one/__init__.py": "",
        "shared/elara/rules/one/rule.py": "def check():\n    import elara.models.model\n",
        "shared/elara/models/__init__.py": "",
        "shared/elara/models/model.py": "import json\n",
        "shared/elara/models/unused.csv": "1",
        "shared/elara/other/__init__.py": "",
        "shared/elara/other/data.txt": "",
        "functions/hello/main.py": "from elara.words.read import text\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return Checkout(root, root / "functions")


def test_a_room_carries_what_it_reaches_and_no_more(tmp_path: Path) -> None:
    checkout = small_world(tmp_path)
    found = reached(checkout.functions / "hello" / "main.py", checkout.shared)
    assert [path.relative_to(checkout.shared / "elara").as_posix() for path in found] == [
        "__init__.py",
        "models/__init__.py",
        "models/model.py",
        "models/unused.csv",
        "rules/__init__.py",
        "rules/one/__init__.py",
        "rules/one/rule.py",
        "rules/pack.py",
        "words/__init__.py",
        "words/data/list.txt",
        "words/read.csv",
        "words/read.py",
    ]

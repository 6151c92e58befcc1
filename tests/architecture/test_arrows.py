"""Who may import whom. The contracts between packages are in pyproject.toml (import-linter)."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture import house
from tests.architecture.tree import ELARA, FUNCTIONS, ROOT, SHARED, python, shown

ADAPTERS = ("firestore", "pubsub", "storage", "tasks", "valkey")
"""Files named by the technology they speak to."""

PLACES = {
    "google": {"calls.py", "firestore.py", "kms.py", "pubsub.py", "storage.py", "tasks.py"},
    "grpc": set(),
    "valkey": {"valkey.py"},
}
"""Which files may import an SDK, besides `runtime/clients.py`."""

PURE = ("evidence", "rules", "scoring", "urls")


def contracts(shared: Path) -> subprocess.CompletedProcess[str]:
    lint = Path(sys.executable).with_name("lint-imports")
    config = ROOT / "pyproject.toml"
    return subprocess.run(
        [lint, "--no-cache", "--config", config],
        check=False,
        cwd=shared,
        env={"PYTHONPATH": str(shared)},
        capture_output=True,
        text=True,
    )


def test_the_contracts_hold() -> None:
    result = contracts(SHARED)
    assert result.returncode == 0, result.stdout


def test_the_contracts_find_what_they_forbid(tmp_path: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__")
    copy = shutil.copytree(ELARA, tmp_path / "elara", ignore=ignore)
    for file, line in {
        "urls/upward.py": "import elara.scans.model\n",
        "runtime/noun.py": "import elara.urls.model\n",
        "scoring/wire.py": "def f() -> None:\n    import httpx\n",
    }.items():
        (copy / file).write_text(line)
    (copy / "unplaced").mkdir()
    (copy / "unplaced" / "__init__.py").write_text('"""A noun nobody placed."""\n')
    result = contracts(tmp_path)
    assert result.returncode == 1
    assert "0 kept, 3 broken" in result.stdout
    for culprit in ("elara.urls.upward", "elara.runtime.noun", "elara.scoring.wire", "unplaced"):
        assert culprit in result.stdout


def test_sdks_stay_in_the_files_named_after_them() -> None:
    clients = ELARA / "runtime" / "clients.py"
    wrong = [
        f"{shown(path)} imports {module}"
        for path in python("shared", "functions")
        for module in sorted(house.imported(path.read_text("utf-8")))
        for sdk, places in PLACES.items()
        if module.partition(".")[0] == sdk and path.name not in places and path != clients
    ]
    assert not wrong


def test_adapters_are_imported_by_doors_and_by_their_like_only() -> None:
    wrong = [
        f"{shown(path)} imports {module}"
        for path in python("shared")
        for module in sorted(house.imported(path.read_text("utf-8")))
        if module.startswith("elara.") and module.rpartition(".")[2] in ADAPTERS
        if module.rpartition(".")[2] != path.stem
    ]
    assert not wrong


def test_the_web_framework_stays_in_the_runtime() -> None:
    wrong = [
        shown(path)
        for path in python("shared")
        if not path.is_relative_to(ELARA / "runtime")
        for module in house.imported(path.read_text("utf-8"))
        if module.partition(".")[0] in {"starlette", "functions_framework", "flask"}
    ]
    assert not wrong


def test_rules_read_models_and_urls_only() -> None:
    allowed = (
        *("elara.evidence.model", "elara.lexical.opinion", "elara.rules.model"),
        *("elara.scoring.", "elara.urls."),
    )
    wrong = [
        f"{shown(path)} imports {module}"
        for path in sorted((ELARA / "rules").glob("*/*.py"))
        for module in sorted(house.imported(path.read_text("utf-8")))
        if module.startswith("elara.") and not module.startswith(allowed)
        if not module.endswith(".model")
    ]
    assert not wrong


def test_doors_import_elara_and_the_framework_only() -> None:
    wrong = [
        f"{shown(path)} imports {module}"
        for path in sorted(FUNCTIONS.glob("*/main.py"))
        for module in sorted(house.imported(path.read_text("utf-8")))
        if module.partition(".")[0] not in {"elara", "starlette", *sys.stdlib_module_names}
        or module == "os"
    ]
    assert not wrong


def test_modules_found_by_name_are_known_to_packaging() -> None:
    """Packaging follows imports, and takes the whole package of a module that uses `pkgutil`."""
    dynamic = {
        shown(path)
        for path in python("shared")
        if "importlib" in house.imported(path.read_text("utf-8"))
    }
    assert dynamic == {"shared/elara/rules/pack.py", "shared/elara/manifests/openapi.py"}


def test_deciding_loads_no_client_library() -> None:
    script = (
        "import importlib, pkgutil, sys, elara\n"
        f"for name in {PURE!r}:\n"
        "    package = importlib.import_module(f'elara.{name}')\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(found.name)\n"
        "print(*sorted(sys.modules))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(SHARED)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(result.stdout.split())
    assert "elara.rules.final_score.stages_agree" in loaded
    assert not loaded & {
        "google.api_core",
        "google.auth",
        "grpc",
        "httpx",
        "numpy",
        "starlette",
        "valkey",
    }
    assert not [name for name in loaded if name.startswith("google.cloud.")]

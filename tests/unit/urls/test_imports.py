"""The rooms of these packages are pure: importing them loads no client of any service."""

import os
import subprocess
import sys

SCRIPT = """
import importlib, pkgutil, sys
import elara.rules, elara.urls

for package in (elara.urls, elara.rules):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)

clients = ("grpc", "google.api_core", "google.auth", "httpx", "starlette", "dns", "valkey")
print(*(name for name in clients if name in sys.modules))
"""


def test_no_clients() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []

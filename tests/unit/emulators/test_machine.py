"""How emulators are started from what a machine has, and what is said when it has too little."""

from dataclasses import replace
from pathlib import Path

import pytest

from emulators import machine
from emulators.machine import Jar, Java, Machine, Missing
from emulators.ports import Ports
from emulators.provision import steps

OLD, NEW = Java(Path("/old/java"), 17), Java(Path("/new/java"), 25)
SDK = Jar(Path("/sdk/firestore.jar"), machine.SDK_JAVA, machine.FIRESTORE_MAIN)
CLI = Jar(Path("/cache/firestore.jar"), machine.CLI_JAVA)
PUBSUB = Jar(Path("/sdk/pubsub.jar"), machine.SDK_JAVA)
RULES = Path("/repo/firestore.rules")

FULL = Machine(
    javas=(OLD,),
    firestore=(SDK, CLI),
    pubsub=(PUBSUB,),
    node=Path("/bin/node"),
    firebase=Path("/repo/firebase"),
    workflows=Path("/repo/python"),
    valkey=Path("/bin/valkey-server"),
)


def test_the_cloud_sdk_runs_on_an_older_java() -> None:
    command = machine.firestore_command(FULL, 8080, RULES)
    assert command[0] == "/old/java"
    assert command[-5:-3] == (machine.FIRESTORE_MAIN, "start")
    assert "--port=8080" in command
    assert f"--rules={RULES}" in command


def test_the_clis_jar_takes_the_first_java_that_is_new_enough() -> None:
    found = replace(FULL, javas=(OLD, NEW), firestore=(CLI,))
    command = machine.firestore_command(found, 8080, RULES)
    assert command[0] == "/new/java"
    assert command[command.index("-jar") + 1] == "/cache/firestore.jar"


def test_pubsub_says_where_it_listens() -> None:
    command = machine.pubsub_command(FULL, 8085)
    assert command[-3:] == ("/sdk/pubsub.jar", "--host=127.0.0.1", "--port=8085")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (replace(FULL, firestore=()), "google-cloud-cli-firestore-emulator"),
        (replace(FULL, javas=()), "Java 11 or newer"),
        (replace(FULL, firestore=(CLI,)), "Java 21 or newer"),
    ],
    ids=["no jar", "no Java", "old Java"],
)
def test_without_firestore_it_is_said_what_to_install(found: Machine, words: str) -> None:
    with pytest.raises(Missing, match=words):
        machine.firestore_command(found, 8080, RULES)


def test_every_other_part_says_what_it_lacks() -> None:
    nothing = Machine()
    with pytest.raises(Missing, match=r"Node\.js"):
        machine.auth_command(nothing, "demo", Path("firebase.json"))
    with pytest.raises(Missing, match="make setup"):
        machine.auth_command(replace(nothing, node=FULL.node), "demo", Path("firebase.json"))
    with pytest.raises(Missing, match="make setup"):
        machine.workflows_python(nothing)
    with pytest.raises(Missing, match="valkey-server"):
        machine.valkey_command(nothing, 6379, Path("state"))
    with pytest.raises(Missing, match="google-cloud-cli-pubsub-emulator"):
        machine.pubsub_command(nothing, 8085)


@pytest.mark.parametrize(
    ("said", "major"),
    [
        ('IMPLEMENTOR="Debian"\nJAVA_VERSION="17.0.15"\n', 17),
        ('openjdk version "21" 2023-09-19\nOpenJDK Runtime Environment', 21),
        ('java version "1.8.0_412"\n', 8),
        ("The operation couldn't be completed.", 0),
    ],
)
def test_the_version_of_java_is_read_from_what_it_says(said: str, major: int) -> None:
    assert machine.java_major(said) == major


def test_what_a_machine_has_is_found(tmp_path: Path) -> None:
    home, sdk, cache = tmp_path / "jdk", tmp_path / "sdk", tmp_path / "cache"
    for file in (
        home / "bin/java",
        sdk / machine.FIRESTORE_JAR,
        cache / "cloud-firestore-emulator-v1.9.2.jar",
        cache / "cloud-firestore-emulator-v1.22.0.jar",
        tmp_path / "node_modules/.bin/firebase",
    ):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o755)
    (home / "release").write_text('JAVA_VERSION="21.0.4"\n')
    found = machine.survey(
        tmp_path,
        {
            "JAVA_HOME": str(home),
            "CLOUDSDK_ROOT_DIR": str(sdk),
            "FIREBASE_EMULATORS_PATH": str(cache),
            "PATH": "",
        },
    )
    assert Java(home / "bin/java", 21) in found.javas
    assert [jar.path.name for jar in found.firestore] == [
        "cloud-firestore-emulator.jar",
        "cloud-firestore-emulator-v1.22.0.jar",
        "cloud-firestore-emulator-v1.9.2.jar",
    ]
    assert found.pubsub == ()
    assert found.firebase == tmp_path / "node_modules/.bin/firebase"
    assert found.node is None


def test_the_auth_emulator_gets_the_ports_of_its_world() -> None:
    ports = Ports.at(9000)
    emulators = machine.auth_config(ports)["emulators"]
    assert isinstance(emulators, dict)
    assert emulators["auth"] == {"host": "127.0.0.1", "port": ports.auth}
    assert emulators["hub"]["port"] == ports.hub


def test_nothing_is_fetched_where_all_is_there() -> None:
    assert steps(FULL, Path("/repo"), "python") == ()


def test_java_and_jars_are_fetched_where_they_lack() -> None:
    bare = replace(FULL, javas=(), firestore=(), pubsub=())
    java, *jars = steps(bare, Path("/repo"), "python")
    assert java[-1] == "/repo/emulators/java.lock"
    assert [command[-1] for command in jars] == [
        "setup:emulators:firestore",
        "setup:emulators:pubsub",
    ]
    assert steps(replace(FULL, javas=(OLD,), firestore=(CLI,)), Path("/repo"), "python") == (java,)

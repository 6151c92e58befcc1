"""The parts of a world, one function each: how it is started and when it is ready.

Each raises Missing when this machine cannot run it.
"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from emulators.layout import Layout
from emulators.machine import (
    Machine,
    auth_command,
    auth_config,
    firestore_command,
    pubsub_command,
    valkey_command,
    workflows_python,
)
from emulators.ports import HOST, ROOT
from emulators.probes import Probe, answers_http, answers_valkey, stays_up


@dataclass(frozen=True, slots=True)
class Component:
    """One process of the world. Without a probe it is a job: ready when it has ended well."""

    name: str
    command: tuple[str, ...]
    probe: Probe | None
    address: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    deadline: float = 60.0
    """Seconds it has to get ready."""


Build = Callable[[Layout, Machine], Component]

OPTIONAL = frozenset({"auth"})
"""Parts the world can do without where they cannot run."""


def firestore(layout: Layout, machine: Machine) -> Component:
    port = layout.ports.firestore
    command = firestore_command(machine, port, ROOT / "firestore.rules")
    return Component("firestore", command, answers_http(port), layout.address(port))


def pubsub(layout: Layout, machine: Machine) -> Component:
    port = layout.ports.pubsub
    command = pubsub_command(machine, port)
    return Component("pubsub", command, answers_http(port), layout.address(port))


def auth(layout: Layout, machine: Machine) -> Component:
    """The Firebase CLI is kept from asking the internet for news, and from keeping any state."""
    config = layout.state / "firebase.json"
    command = auth_command(machine, layout.project, config)
    config.write_text(json.dumps(auth_config(layout.ports), indent=2), "utf-8")
    preload = ROOT / "emulators/auth/lazy_schemas.js"
    env = {
        "CI": "true",
        "NO_UPDATE_NOTIFIER": "1",
        "XDG_CONFIG_HOME": str(layout.state / "config"),
        "NODE_OPTIONS": f'--require "{preload}"',
    }
    port = layout.ports.auth
    return Component("auth", command, answers_http(port), layout.url(port), env)


def valkey(layout: Layout, machine: Machine) -> Component:
    port = layout.ports.valkey
    command = valkey_command(machine, port, layout.state)
    return Component("valkey", command, answers_valkey(port), layout.address(port))


def storage(layout: Layout, _: Machine) -> Component:
    port = layout.ports.storage
    command = _python("gcp_storage_emulator", "start", "--host", HOST, "--port", port, "-M", "-q")
    return Component("storage", command, answers_http(port), layout.url(port))


def tasks(layout: Layout, _: Machine) -> Component:
    port, admin = layout.ports.tasks, layout.ports.tasks_admin
    command = _python("emulators.tasks", "--port", port, "--admin-port", admin)
    return Component("tasks", command, answers_http(admin, "/stats"), layout.address(port))


def workflows(layout: Layout, machine: Machine) -> Component:
    port = layout.ports.workflows
    place = ("--workflows", layout.workflows, "--database", layout.state / "executions.db")
    _, *arguments = _python("emulators.workflows", "--port", port, *place)
    command = (workflows_python(machine), *arguments)
    probe = answers_http(port, "/stats")
    return Component("workflows", command, probe, layout.url(port), layout.workflow_env())


def providers(layout: Layout, _: Machine) -> Component:
    port = layout.ports.providers
    command = _python("emulators.providers.server", "--port", port)
    return Component("providers", command, answers_http(port), layout.url(port))


def internet(layout: Layout, _: Machine) -> Component:
    ports = layout.ports
    listen = ("--dns-port", ports.dns, "--http-port", ports.http, "--https-port", ports.https)
    rest = ("--control-port", ports.control, "--ca-file", layout.ca_file)
    command = _python("emulators.internet.server", *listen, *rest)
    probe = answers_http(ports.control, "/health")
    shown = f"{HOST} dns {ports.dns}, http {ports.http}, https {ports.https}"
    return Component("internet", command, probe, shown)


def functions(layout: Layout, _: Machine) -> Component:
    port = layout.ports.functions
    command = _python("emulators.functions_host", "--port", port, "--functions", layout.functions)
    probe = answers_http(port, "/_ready")
    return Component("functions", command, probe, layout.function_url, layout.function_env())


def gateway(layout: Layout, _: Machine) -> Component:
    port = layout.ports.gateway
    command = _python("emulators.gateway", "--port", port, *_functions(layout))
    return Component("gateway", command, answers_http(port, "/_ready"), layout.gateway)


def scheduler(layout: Layout, _: Machine) -> Component:
    command = _python("emulators.scheduler", *_functions(layout))
    return Component("scheduler", command, stays_up())


def seed(layout: Layout, _: Machine) -> Component:
    first_runs = ("--first-runs",) if {"functions", "providers"} <= layout.parts else ()
    command = _python("emulators.seed", *_functions(layout), "--out", layout.seeded, *first_runs)
    return Component("seed", command, None, env=layout.function_env())


ALL: tuple[Build, ...] = (
    firestore,
    pubsub,
    auth,
    functions,
    workflows,
    tasks,
    seed,
    gateway,
    internet,
    providers,
    storage,
    valkey,
    scheduler,
)
"""In the order they are begun: what takes longest comes first."""

NAMES = tuple(build.__name__ for build in ALL)


def _functions(layout: Layout) -> tuple[object, ...]:
    return ("--functions", layout.functions, "--function-url", layout.function_url)


def _python(module: str, *arguments: object) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *map(str, arguments))

"""A whole world: started together, stopped together, nothing left behind.

async with World() as world:
    httpx.get(world.layout.gateway + "/api/v2/scans", headers={"X-Api-Key": world.api_key})
"""

import argparse
import asyncio
import json
import os
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console

from emulators.components import ALL, NAMES, OPTIONAL, Build, Component
from emulators.layout import Layout, process_env
from emulators.machine import Machine, Missing, survey
from emulators.ports import DEFAULT_BASE, ROOT, Claim, Occupied, claim, claim_free
from emulators.processes import Process
from emulators.signing import make_key
from emulators.table import show

CURRENT = ROOT / ".world/current.json"
"""Where the command line finds the world that `serve` runs."""

_POLL = 0.03
_WATCH = 0.5
"""Seconds between two looks: at a component getting ready, at components that should run."""


class Failed(RuntimeError):
    """A component did not come up; the message has the end of its log."""


class World:
    """One world. `base` is the first of its ports; without one some free block is taken.

    `only` and `without` name components (`emulators.components.NAMES`; ValueError for others).
    Its methods may be called from any event loop, but `start` and `restart` belong on the main
    thread: the processes end with the thread that began them.
    """

    def __init__(
        self,
        base: int | None = None,
        *,
        functions: Path = ROOT / "functions",
        workflows: Path = ROOT / "workflows",
        only: Collection[str] = (),
        without: Collection[str] = (),
    ) -> None:
        parts = _parts(frozenset(only), frozenset(without))
        self._claim: Claim = claim_free() if base is None else claim(base)
        self.layout = Layout(
            ports=self._claim.ports,
            project=f"demo-elara-{secrets.token_hex(3)}",
            functions=functions.resolve(),
            workflows=workflows.resolve(),
            parts=parts,
        )
        self.notes: list[str] = []
        """What was left out, and why."""
        self.ready_after: dict[str, float] = {}
        """Seconds each component took."""
        self.components: dict[str, Component] = {}
        self._processes: dict[str, Process] = {}
        self._announced = False
        self._nameless = base is None
        self.ready = False

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    async def start(self) -> Layout:
        """Starts everything at once; returns when all of it is ready.

        Raises Failed, and Missing where this machine lacks something. Stops what it began then.
        """
        shutil.rmtree(self.layout.state, ignore_errors=True)
        self.layout.logs.mkdir(parents=True)
        make_key(self.layout.signing_key, self.layout.jwks)
        try:
            self.components = {each.name: each for each in self._described()}
            async with asyncio.TaskGroup() as group:
                for component in self.components.values():
                    group.create_task(self._bring_up(component))
        except BaseExceptionGroup as group_error:
            await self.stop()
            raise group_error.exceptions[0] from None
        except BaseException:
            await self.stop()
            raise
        self.ready = True
        return self.layout

    async def stop(self) -> None:
        """Ends everything that was started, and gives the ports back.

        The files and logs of a world without a base of its own go with it, unless it failed.
        """
        processes = list(self._processes.values())
        await asyncio.gather(*(process.stop() for process in processes))
        self._processes.clear()
        self._claim.release()
        if self._nameless and self.ready:
            shutil.rmtree(self.layout.state, ignore_errors=True)
        if self._announced:
            self._withdraw()

    @property
    def api_key(self) -> str:
        """The secret of the demo organisation's key."""
        return str(json.loads(self.layout.seeded.read_text("utf-8"))["api_key"])

    def announce(self) -> None:
        """Lets the command line on this machine find this world, until it stops."""
        if "seed" not in self.components:
            return
        CURRENT.touch(mode=0o600)
        content = {
            "gateway": self.layout.gateway,
            "api_key": self.api_key,
            "jwks": str(self.layout.jwks),
        }
        CURRENT.write_text(json.dumps(content), "utf-8")
        self._announced = True

    def _withdraw(self) -> None:
        """Takes the announcement back, unless another world has announced itself since."""
        try:
            announced = json.loads(CURRENT.read_text("utf-8"))["gateway"]
        except (OSError, ValueError, KeyError):
            return
        if announced == self.layout.gateway:
            CURRENT.unlink(missing_ok=True)

    async def kill(self, name: str) -> None:
        """Ends a component at once, as a crash would."""
        await self._processes[name].kill()

    async def restart(self, name: str) -> None:
        """Starts a component again, ending it first if it still runs. Raises Failed."""
        await self._processes[name].stop()
        await self._bring_up(self.components[name])

    def process(self, name: str) -> Process:
        """The running component of this name."""
        return self._processes[name]

    def casualties(self) -> list[str]:
        """Names of components that should run and do not."""
        return [
            name
            for name, process in self._processes.items()
            if process.exit_code is not None and self.components[name].probe
        ]

    def _described(self) -> list[Component]:
        machine = survey(ROOT, os.environ)
        wanted = (build for build in ALL if build.__name__ in self.layout.parts)
        return [part for part in (self._build(build, machine) for build in wanted) if part]

    def _build(self, build: Build, machine: Machine) -> Component | None:
        try:
            return build(self.layout, machine)
        except Missing as missing:
            if build.__name__ not in OPTIONAL:
                raise
            self.notes.append(str(missing))
            return None

    async def _bring_up(self, component: Component) -> None:
        began = time.monotonic()
        env = process_env(os.environ, component.env)
        log = self.layout.logs / f"{component.name}.log"
        process = self._processes[component.name] = Process(component.command, env, ROOT, log)
        try:
            async with asyncio.timeout(component.deadline):
                while not await _ready(component, process):  # noqa: ASYNC110 - another process
                    await asyncio.sleep(_POLL)
        except TimeoutError:
            why = f"was not ready after {component.deadline:g} s"
            raise _failed(component, why, process) from None
        self.ready_after[component.name] = time.monotonic() - began


def _parts(only: frozenset[str], without: frozenset[str]) -> frozenset[str]:
    """The components a world has. Raises ValueError for a name that is none."""
    if unknown := (only | without) - set(NAMES):
        known = ", ".join(NAMES)
        raise ValueError(f"No component is called {', '.join(sorted(unknown))}; there are {known}.")
    return (only or frozenset(NAMES)) - without


async def _ready(component: Component, process: Process) -> bool:
    code = process.exit_code
    if code is not None and (component.probe or code != 0):
        raise _failed(component, f"ended with code {code}", process)
    if component.probe is None:
        return code == 0
    try:
        return await component.probe()
    except (OSError, TimeoutError):
        return False


def _failed(component: Component, why: str, process: Process) -> Failed:
    tail = process.tail() or "(nothing)"
    return Failed(f"{component.name} {why}. The end of its log, {process.log}:\n{tail}")


def serve(base: int | None = None, without: Collection[str] = ()) -> int:
    """Runs a world until SIGINT or SIGTERM and says how it is doing. Returns the exit code."""
    err = Console(stderr=True)
    try:
        world = World(DEFAULT_BASE if base is None else base, without=without)
        asyncio.run(_serve(world, Console(), err))
    except (Failed, Missing, Occupied) as error:
        err.print(str(error), style="red", markup=False, soft_wrap=True)
        return 1
    return 0


async def _serve(world: World, out: Console, err: Console) -> None:
    """Restarts what ends by itself. Raises what `World.start` raises."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    stopping = asyncio.create_task(stop.wait())
    starting = asyncio.create_task(world.start())
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            return
        await starting
        world.announce()
        show(world.layout, world.components, world.notes, world.ready_after, out)
        while not stop.is_set():
            for name in world.casualties():
                err.print(f"{name} ended by itself; starting it again", style="yellow")
                await world.restart(name)
            await asyncio.wait({stopping}, timeout=_WATCH)
    finally:
        starting.cancel()
        stopping.cancel()
        await asyncio.gather(starting, stopping, return_exceptions=True)
        await world.stop()


def main() -> int:
    """`python -m emulators.world up`."""
    parser = argparse.ArgumentParser(prog="emulators.world", description=__doc__)
    parser.add_argument("verb", choices=["up"])
    parser.add_argument("--base", type=int, help=f"first port; {DEFAULT_BASE} without it")
    parser.add_argument("--without", nargs="*", default=[], help="components to leave out")
    options = parser.parse_args()
    return serve(options.base, options.without)


if __name__ == "__main__":
    sys.exit(main())

"""All fakes in one app, each at `/<name>`, found by file name.

`PUT /_faults/<name>` breaks a provider and `GET /_requests/<name>` shows what it was asked:

    curl -X PUT localhost:9400/_faults/urlhaus -d '{"mode": "timeout", "times": 2}'
    curl localhost:9400/_requests/urlhaus
"""

import argparse
import importlib
import pkgutil
from types import ModuleType

import uvicorn
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, Router

import emulators.providers
from emulators.providers.faults import Faulty
from emulators.providers.world import Fault, Provider, ProviderWorld

_NOT_PROVIDERS = {"faults", "server", "world"}


def app(world: ProviderWorld | None = None) -> Starlette:
    """The fakes of `world` behind one address."""
    world = world or ProviderWorld()
    mounts = [_mount(name, world) for name in _names()]
    return Starlette(routes=[*_controls(world), *mounts])


def _names() -> list[str]:
    modules = pkgutil.iter_modules(emulators.providers.__path__)
    return sorted({module.name for module in modules} - _NOT_PROVIDERS)


def _mount(name: str, world: ProviderWorld) -> Mount:
    module: ModuleType = importlib.import_module(f"emulators.providers.{name}")
    provider = world.providers.setdefault(name, Provider())
    router = Router(routes=module.routes(world))
    return Mount(f"/{name}", app=Faulty(router, world, provider))


def _controls(world: ProviderWorld) -> list[Route]:
    def provider(request: Request) -> Provider:
        found = world.providers.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404, f"The providers are {', '.join(world.providers)}.")
        return found

    async def put_fault(request: Request) -> Response:
        found = provider(request)
        try:
            found.fault = Fault.model_validate_json(await request.body())
        except ValidationError as error:
            return Response(error.json(include_url=False), 422, media_type="application/json")
        return JSONResponse(found.fault.model_dump())

    async def get_requests(request: Request) -> Response:
        found = provider(request)
        last = found.last.model_dump() if found.last else None
        return JSONResponse({"count": found.count, "last": last})

    return [
        Route("/_faults/{name}", put_fault, methods=["PUT"]),
        Route("/_requests/{name}", get_requests),
    ]


def main() -> None:
    """Serves the fakes on 127.0.0.1 until interrupted."""
    options = argparse.ArgumentParser(prog="emulators.providers.server", description=__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--delay-ms", type=int, default=0, help="every answer takes this long")
    given = options.parse_args()
    fakes = app(ProviderWorld(delay_ms=given.delay_ms))
    uvicorn.run(fakes, host="127.0.0.1", port=given.port, log_level="warning")


if __name__ == "__main__":
    main()

"""`python -m emulators.tasks --port N --admin-port M`: gRPC on the one, the admin on the other."""

import argparse
import asyncio

import grpc.aio
import uvicorn

from emulators.ports import HOST
from emulators.tasks.admin import admin
from emulators.tasks.api import CloudTasks
from emulators.tasks.delivery import HttpDelivery


async def serve(port: int, admin_port: int) -> None:
    """Serves until the process is asked to end."""
    deliver = HttpDelivery()
    service = CloudTasks(deliver)
    # Two servers on one port would share its calls; better that the second fails to start.
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    server.add_generic_rpc_handlers((service.handler(),))
    server.add_insecure_port(f"{HOST}:{port}")
    await server.start()
    config = uvicorn.Config(admin(service), host=HOST, port=admin_port, log_level="warning")
    await uvicorn.Server(config).serve()
    await server.stop(grace=0)
    await service.close()
    await deliver.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--admin-port", type=int, required=True)
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.admin_port))

"""Hosts one function as `functions-framework` would, on a free port, while it is needed."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

_HOST = """
import sys, uvicorn
from functions_framework.aio import create_asgi_app
app = create_asgi_app(sys.argv[1], sys.argv[2])
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[3]), log_level="error", lifespan="off")
"""


@asynccontextmanager
async def hosted(source: Path, env: Mapping[str, str]) -> AsyncIterator[str]:
    """Yields the function's URL once it listens; ends its process afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ("-c", _HOST, source.stem, str(source), str(port))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, env=dict(env))
    try:
        async with asyncio.timeout(30):
            while not await _listens(port):
                await asyncio.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        await process.wait()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True

"""TCP servers that leave nothing behind when they end, however their connections behave."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
_MAX_LINE = 65_536

Connected = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Listener:
    """A listening server and its open connections."""

    connected: Connected
    conversations: set[asyncio.Task[None]] = field(default_factory=set)
    server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        port: int = self.server.sockets[0].getsockname()[1] if self.server else 0
        return port

    async def aclose(self) -> None:
        """Stops listening and drops every connection."""
        if self.server is not None:
            self.server.close()
        for conversation in self.conversations:
            conversation.cancel()
        await asyncio.gather(*self.conversations, return_exceptions=True)

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its first byte to its end."""
        conversation = asyncio.current_task()
        if conversation is not None:
            self.conversations.add(conversation)
            conversation.add_done_callback(self.conversations.discard)
        try:
            with suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
                await self.connected(reader, writer)
                writer.close()
                await writer.wait_closed()
        finally:
            writer.transport.abort()


async def listen(
    connected: Connected, port: int = 0, context: ssl.SSLContext | None = None
) -> Listener:
    """Calls `connected` for each connection to 127.0.0.1, and hangs up when it returns.

    Port 0 means any free one.
    """
    listener = Listener(connected)
    listener.server = await asyncio.start_server(
        listener.converse, HOST, port, ssl=context, limit=_MAX_LINE
    )
    return listener

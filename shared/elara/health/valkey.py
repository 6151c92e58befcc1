"""Does Valkey answer?"""

from valkey.asyncio import Valkey


async def answers(client: Valkey) -> None:
    """Raises what the client raises."""
    await client.ping()

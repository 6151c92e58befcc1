"""Does Firestore answer?"""

from google.cloud.firestore import AsyncClient


async def answers(client: AsyncClient) -> None:
    """Reads a document that need not exist. Raises what the client raises."""
    await client.document("settings/health").get(timeout=2.0)

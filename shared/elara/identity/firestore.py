"""API keys in Firestore: `api_keys/{sha256 of the key}`."""

from google.cloud.firestore import AsyncClient

from elara.cloud.calls import calling
from elara.identity.model import ApiKey


class FirestoreKeys:
    """Key store in Firestore."""

    def __init__(self, client: AsyncClient) -> None:
        self._keys = client.collection("api_keys")

    async def get(self, digest: str) -> ApiKey | None:
        async with calling("Firestore"):
            snapshot = await self._keys.document(digest).get()
        return ApiKey.model_validate(snapshot.to_dict()) if snapshot.exists else None

    async def put(self, digest: str, key: ApiKey) -> None:
        async with calling("Firestore"):
            await self._keys.document(digest).set(key.model_dump())

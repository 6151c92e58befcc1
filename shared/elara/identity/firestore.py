"""API keys in Firestore: `api_keys/{sha256 of the key}`."""

from google.cloud.firestore import AsyncClient

from elara.documents.firestore import DEADLINE, answering
from elara.identity.model import ApiKey


class FirestoreKeys:
    """Key store over the tenant directory's database."""

    def __init__(self, client: AsyncClient) -> None:
        self._keys = client.collection("api_keys")

    async def get(self, digest: str) -> ApiKey | None:
        with answering():
            snapshot = await self._keys.document(digest).get(timeout=DEADLINE)
        return ApiKey.model_validate(snapshot.to_dict()) if snapshot.exists else None

    async def put(self, digest: str, key: ApiKey) -> None:
        with answering():
            await self._keys.document(digest).set(key.model_dump(), timeout=DEADLINE)

"""What the contract suites run against."""

import pytest

from tests.conftest import OpenClient


@pytest.fixture(params=["memory", "firestore"])
def documents(request: pytest.FixtureRequest) -> OpenClient | None:
    """Opens an empty Firestore; None asks for the in-memory double.

    Not async: the world cannot be started from inside a running loop.
    """
    if request.param == "memory":
        return None
    opened: OpenClient = request.getfixturevalue("firestore_client")
    return opened

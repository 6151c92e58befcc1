"""Deadlines and typed errors for every call to Firestore."""

from collections.abc import Iterator
from contextlib import contextmanager

from google.api_core import exceptions

from elara.errors import Conflict, NotFound, Unavailable

DEADLINE = 5.0
"""Seconds one Firestore call may take."""


@contextmanager
def answering() -> Iterator[None]:
    """Raises Conflict where a document exists (or changed), NotFound where it should but does
    not, and Unavailable for every other failure of Firestore."""
    try:
        yield
    except (exceptions.AlreadyExists, exceptions.FailedPrecondition) as error:
        raise Conflict("the document exists or has changed") from error
    except exceptions.NotFound as error:
        raise NotFound("the document does not exist") from error
    except (exceptions.GoogleAPICallError, exceptions.RetryError) as error:
        raise Unavailable(f"Firestore: {type(error).__name__}", retry_after=1) from error

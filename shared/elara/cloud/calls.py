"""One deadline and typed errors for every call to a Google Cloud service.

The `timeout` of Google's clients is per attempt: what they retry inside may take many times that.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from google.api_core import exceptions

from elara.errors import Conflict, ElaraError, NotFound, Unavailable

DEADLINE = 5.0
"""Seconds a call may take, everything the client retries included."""


@asynccontextmanager
async def calling(service: str, seconds: float = DEADLINE) -> AsyncIterator[None]:
    """Runs calls to `service` within `seconds`.

    Raises Conflict where something exists already, NotFound where it should and does not, and
    Unavailable for every other failure, too long a wait included; ElaraError for a call that is
    wrong in itself.
    """
    try:
        async with asyncio.timeout(seconds):
            yield
    except exceptions.AlreadyExists as error:
        raise Conflict(f"{service}: it exists already.") from error
    except exceptions.NotFound as error:
        raise NotFound(f"{service}: there is no such thing.") from error
    except exceptions.InvalidArgument as error:
        # Asking again would not help, so it must not look as if it could.
        raise ElaraError(f"{service} refused what it was given.") from error
    except (exceptions.GoogleAPICallError, exceptions.RetryError, OSError) as error:
        # TimeoutError is an OSError.
        raise Unavailable(f"{service}: {type(error).__name__}", retry_after=1) from error

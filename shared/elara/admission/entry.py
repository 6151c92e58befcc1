"""The way in for every caller: who is it, may it do this, may it do this now."""

from dataclasses import dataclass

from elara.admission.model import Admission, Turnstile
from elara.errors import Forbidden, RateLimited
from elara.identity.keys import Gatekeeper
from elara.identity.model import Caller


@dataclass(frozen=True, slots=True)
class Entrance:
    """Authenticates, then counts the request against the caller's window."""

    gatekeeper: Gatekeeper
    turnstile: Turnstile

    async def identify(self, secret: str | None, permission: str, ip: str) -> Caller:
        """The caller behind `secret`. Raises Unauthenticated, Forbidden or RateLimited.

        A key that must be looked up first passes the block list and its address's own window, so
        that guessing keys costs the guesser.
        """
        if not self.gatekeeper.remembers(secret):
            check(await self.turnstile.admit(f"address:{ip}", ip))
        return await self.gatekeeper.caller(secret, permission)

    async def enter(self, secret: str | None, permission: str, ip: str) -> tuple[Caller, Admission]:
        """Raises Unauthenticated, Forbidden or RateLimited."""
        caller = await self.identify(secret, permission, ip)
        admission = await self.turnstile.admit(caller.id, ip)
        check(admission)
        return caller, admission


def check(admission: Admission) -> None:
    """Raises Forbidden for a blocked address and RateLimited when the window is used up."""
    if admission.blocked:
        raise Forbidden("This address is blocked.")
    if not admission.allowed:
        raise RateLimited(
            "Too many requests.", retry_after=admission.reset, headers=admission.headers()
        )

"""A name before `@` that the victim takes for the host."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.reading import decoded

RULE = Rule(
    id="url.userinfo_decoy",
    title="User name poses as the host",
    reads=UrlFacts,
    points=130,
    why="Browsers go to what stands after the `@`; people read what stands before it.",
    references=("https://www.rfc-editor.org/rfc/rfc3986#section-7.6",),
)

_HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*\.[a-z]{2,24}")
_PLAIN = 30
"""A user name that looks like no host: odd on the web, but no trick by itself."""


def check(facts: UrlFacts) -> Hit | None:
    if not facts.username and not facts.password:
        return None
    shown = decoded(facts.username).split("/")[0]
    if not _HOST.fullmatch(shown) or owner(facts.registrable):
        return Hit("The URL carries a user name or password.", _PLAIN)
    return Hit(f"It reads as {defang(shown)} but leads to {defang(facts.host)}.")

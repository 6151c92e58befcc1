"""A name before `@` that the victim takes for the host."""

import re

from elara.rules.model import Hit, Rule
from elara.scoring.model import Level
from elara.urls.brands import publisher
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
    decides=Level.SUSPICIOUS,
)

_HOST = re.compile(
    r"[\W_]*+(?:https?[\W_]++)?"
    r"((?:[^\W_]|-){1,63}(?:\.(?:[^\W_]|-){1,63})*\.[^\W\d_]{2,24})(?![^\W_]|-)"
)
"""A host at the beginning, whatever follows: a blank, a slash or any other sign ends it, too."""
_PLAIN = 30
"""A user name that looks like no host: odd on the web, but no trick by itself."""


def check(facts: UrlFacts) -> Hit | None:
    if not facts.username and not facts.password:
        return None
    shown = _HOST.match(decoded(f"{facts.username}:{facts.password}"))
    if shown is None or publisher(facts):
        return Hit("The URL carries a user name or password.", _PLAIN)
    return Hit(f"It reads as {defang(shown[1])} but leads to {defang(facts.host)}.")

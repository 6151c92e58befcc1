"""A page that unpacks its own code."""

from elara.content.model import PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.obfuscated_script",
    title="Unpacks hidden code",
    reads=PageFacts,
    points=15,
    why="Kits hide their page from filters in encoded strings; ordinary sites ship minified files.",
)

_LONG = 1_000


def check(facts: PageFacts) -> Hit | None:
    signs = facts.scripts
    decoded = signs.atob + signs.unescape + signs.char_codes
    run = signs.eval + signs.document_write
    if signs.eval and decoded:
        return Hit(f"A script on {defang(facts.host)} decodes text and runs it as code.")
    if run and decoded and signs.longest >= _LONG:
        return Hit(
            f"A script on {defang(facts.host)} writes the page from an encoded text of "
            f"{signs.longest} characters."
        )
    return None

"""A URL that hands out a program."""

from elara.content.model import PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.program_download",
    title="Hands out a program",
    reads=PageFacts,
    points=35,
    why="Malware comes as a direct download; makers of software link to a page about it.",
)


def check(facts: PageFacts) -> Hit | None:
    if not facts.runs or facts.download is None:
        return None
    kind = facts.download.replace("_", " ")
    return Hit(f"{defang(facts.host)} hands out a file that runs when opened: {kind}.")

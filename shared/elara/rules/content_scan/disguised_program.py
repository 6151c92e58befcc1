"""A program that is served as something else."""

from elara.content.model import PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.disguised_program",
    title="Program in disguise",
    reads=PageFacts,
    points=40,
    why="A program served as a picture, a text or a document is meant to get past somebody.",
)

_INNOCENT = ("image/", "text/", "audio/", "video/", "font/", "application/pdf", "application/json")


def check(facts: PageFacts) -> Hit | None:
    served_as = facts.content_type.partition(";")[0].strip().lower()
    if not facts.runs or facts.download is None or not served_as.startswith(_INNOCENT):
        return None
    kind = facts.download.replace("_", " ")
    return Hit(f"{defang(facts.host)} serves a program ({kind}) as {served_as}.")

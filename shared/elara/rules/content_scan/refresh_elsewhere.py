"""A page that sends the visitor on to another site by itself."""

from elara.content.model import PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.defang import defang

RULE = Rule(
    id="content.refresh_elsewhere",
    title="Sends visitors on to another site",
    reads=PageFacts,
    points=10,
    why="A meta refresh is a redirect that mail filters and link expanders do not follow.",
)


def check(facts: PageFacts) -> Hit | None:
    if not facts.refresh_site:
        return None
    target = defang(facts.refresh_site)
    return Hit(f"The page on {defang(facts.host)} sends its visitors on to {target}.")

"""A page that loads another site into a frame nobody sees."""

from elara.content.model import PageFacts
from elara.rules.model import Hit, Rule
from elara.urls.brands import speaker
from elara.urls.defang import defang

RULE = Rule(
    id="content.hidden_frame",
    title="Hidden frame of another site",
    reads=PageFacts,
    points=6,
    why=(
        "Intruders add one to load exploits. Weak: advertisers synchronise their cookies so, "
        "and frames of the big companies are left out for it."
    ),
)


def check(facts: PageFacts) -> Hit | None:
    for site in facts.frame_sites:
        if speaker(site, site) is None:
            return Hit(f"A frame nobody can see loads {defang(site)}.")
    return None

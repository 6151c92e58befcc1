"""A brand written with other characters of the same shape."""

from elara.rules.model import Hit, Rule
from elara.scoring.model import Level
from elara.urls.defang import defang
from elara.urls.imitation import How, mentions
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.brand_lookalike",
    title="Look-alike of a brand",
    reads=UrlFacts,
    points=180,
    why="Nobody writes a brand with foreign letters or digits of the same shape by accident.",
    references=("https://www.unicode.org/reports/tr39/",),
    decides=Level.SUSPICIOUS,
)


def check(facts: UrlFacts) -> Hit | None:
    for mention in mentions(facts):
        if mention.how is How.LOOKALIKE:
            label = defang(mention.label)
            return Hit(f'"{label}" is made to look like {mention.brand}.')
    return None

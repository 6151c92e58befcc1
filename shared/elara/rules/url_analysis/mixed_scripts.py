"""Latin letters beside Cyrillic or Greek ones in one label."""

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts
from elara.urls.skeleton import mixes_scripts

RULE = Rule(
    id="url.mixed_scripts",
    title="Letters of several scripts in one label",
    reads=UrlFacts,
    points=80,
    why="No language mixes Latin with Cyrillic or Greek in a word; look-alike names do.",
    references=("https://www.unicode.org/reports/tr39/#Mixed_Script_Detection",),
)


def check(facts: UrlFacts) -> Hit | None:
    if "xn--" not in facts.host:
        return None
    label = next(filter(mixes_scripts, facts.host_unicode.split(".")), None)
    if label is None:
        return None
    return Hit(f'The label "{label}" mixes Latin letters with those of another script.')

"""A file or a text that a stranger put on a sharing service."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import Place, hosting

RULE = Rule(
    id="url.file_sharing",
    title="File sharing",
    reads=UrlFacts,
    points=35,
    why="The service is trusted, what lies there is anybody's: documents that lure, and malware.",
    references=("https://attack.mitre.org/techniques/T1608/001/",),
)


def check(facts: UrlFacts) -> Hit | None:
    if facts.path == "/" or hosting(facts.host) is not Place.FILE_SHARING:
        return None
    return Hit(f"Anybody may put files on {defang(facts.host)}.")

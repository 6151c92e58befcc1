"""A page file with blanks in its name."""

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.reading import file_name, is_page

RULE = Rule(
    id="url.spaced_page",
    title="Page saved from a browser",
    reads=UrlFacts,
    points=20,
    why="A page copied from a browser keeps its title for a file name, blanks included.",
    references=("https://doi.org/10.1145/1314389.1314391",),
)


def check(facts: UrlFacts) -> Hit | None:
    if "%20" not in facts.path or not is_page(facts.path):
        return None
    name = file_name(facts.path)
    return Hit(f'The page file is called "{defang(name[:60])}".') if " " in name else None

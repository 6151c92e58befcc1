"""A log-in or index script deep inside a site."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.reading import extension, file_name

RULE = Rule(
    id="url.deep_script",
    title="Entry script deep in the path",
    reads=UrlFacts,
    points=60,
    why="An `index.php` or `login.php` several folders down is how an unpacked kit looks.",
    references=("https://doi.org/10.1145/2976749.2978330",),
)

_SCRIPT = re.compile(
    r"(?:index|login|verify|step|etape|post|next|send|process|start)\w{0,4}\.(?:php|html?|aspx?)"
)


def check(facts: UrlFacts) -> Hit | None:
    depth = facts.path.count("/") - 1
    if depth < 2:
        return None
    name = file_name(facts.path)
    if not _SCRIPT.fullmatch(name) or publisher(facts):
        return None
    points = 30 if extension(name) in ("html", "htm") else None  # manuals are full of these
    return Hit(f'"{defang(name)}" lies {depth} folders deep.', points)

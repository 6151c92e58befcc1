"""A script carried in the URL."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts
from elara.urls.reading import decoded

RULE = Rule(
    id="url.script_in_query",
    title="Script in the URL",
    reads=UrlFacts,
    points=90,
    why="A script in a URL is either an attack on the site or a page smuggled past filters.",
    references=("https://owasp.org/www-community/attacks/xss/",),
)

_SCRIPT = re.compile(
    r"<\s*(?:script|svg|iframe)\b|(?:^|[=&\"'(\s])javascript:|data:text/html"
    r"|[\"'\s/>]on(?:error|load)\s*=|document\.cookie"
)


def check(facts: UrlFacts) -> Hit | None:
    found = _SCRIPT.search(decoded(facts.query)) if facts.query else None
    if found is None and "%" in facts.path:
        found = _SCRIPT.search(decoded(facts.path))
    return Hit(f'The URL carries "{found[0]}".') if found else None

"""A page among the files of a content management system."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import owner
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.cms_internals",
    title="Page among a site's program files",
    reads=UrlFacts,
    points=80,
    why="No visitor has business there; intruders put their pages where the owner does not look.",
)

_FOLDER = re.compile(
    r"/(wp-(?:content|includes|admin)|sites/(?:all|default)|administrator|components|modules"
    r"|plugins|templates|tmp|cgi-bin|\.well-known|\.[a-z][a-z0-9_-]+|includes|tinymce)/",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"\.(?:css|js|json|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|pdf|mp[34]|xml|txt|docx?|xlsx?|pptx?)$",
    re.IGNORECASE,
)
_SURE = re.compile(r"wp-|^\.", re.IGNORECASE)


def check(facts: UrlFacts) -> Hit | None:
    found = None if owner(facts.registrable) else _FOLDER.search(facts.path)
    if found is None or _SERVED.search(facts.path):
        return None
    points = None if _SURE.match(found[1]) else 25
    return Hit(f'The page lies in "{found[1].lower()}", among a site\'s program files.', points)

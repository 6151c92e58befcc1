"""A page among the files of a content management system."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.brands import publisher
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.cms_internals",
    title="Page among a site's program files",
    reads=UrlFacts,
    points=95,
    why="No visitor has business there; intruders put their pages where the owner does not look.",
    references=(
        "https://developer.wordpress.org/advanced-administration/security/hardening/",
        "https://doi.org/10.1007/978-3-642-03549-4_16",
    ),
)

_FOLDER = re.compile(
    r"/(wp-(?:content|includes|admin)|sites/(?:all|default)|administrator|components|modules"
    r"|plugins|templates|tmp|cgi-bin|\.well-known|\.[a-z][a-z0-9_-]+|includes|tinymce)/",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"\.(?:css|js|json|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|eot|pdf|mp[34]|xml|txt|docx?|xlsx?|pptx?)$",
    re.IGNORECASE,
)
_CALLED = ("/admin-ajax.php", "/wp-login.php", "/admin-post.php")
"""Scripts that a site's own pages and people do call."""
_SURE = re.compile(r"wp-|^\.", re.IGNORECASE)


def check(facts: UrlFacts) -> Hit | None:
    found = _FOLDER.search(facts.path) if facts.path.count("/") > 1 else None
    if found is None or publisher(facts):
        return None
    if _SERVED.search(facts.path) or facts.path.endswith(_CALLED):
        return None
    points = None if _SURE.match(found[1]) else 40
    return Hit(f'The page lies in "{found[1].lower()}", among a site\'s program files.', points)

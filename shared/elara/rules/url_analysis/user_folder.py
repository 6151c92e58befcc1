"""A script or a word that asks, in a personal folder on a shared server."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.model import UrlFacts
from elara.urls.places import hosting, shortens
from elara.urls.reading import decoded, extension
from elara.urls.words import credential_words

RULE = Rule(
    id="url.user_folder",
    title="Personal folder on a shared server",
    reads=UrlFacts,
    points=50,
    why="`/~name/` opens an account under any host of a shared server, also one of somebody else.",
    references=("https://httpd.apache.org/docs/2.4/howto/public_html.html",),
)

_FOLDER = re.compile(r"/(?:~|%7e)([a-z0-9_.-]+)/", re.IGNORECASE)


def check(facts: UrlFacts) -> Hit | None:
    found = _FOLDER.match(facts.path) if facts.path != "/" else None
    if found is None or hosting(facts.host) or shortens(facts.host):
        return None
    if extension(facts.path) != "php" and not credential_words(decoded(facts.path)):
        return None
    return Hit(f'The page lies in the folder of the user "{defang(found[1])}".')

"""A file that every site keeps in the same place."""

import re

from elara.rules.model import Hit, Rule
from elara.urls.model import UrlFacts
from elara.urls.places import hosting

RULE = Rule(
    id="url.well_known_path",
    title="Well-known file of a site",
    reads=UrlFacts,
    points=-35,
    why="Feeds, maps and imprints are for machines and the curious; nothing is stolen with them.",
    references=(
        "https://www.rfc-editor.org/rfc/rfc8615",
        "https://www.rfc-editor.org/rfc/rfc9309",
    ),
)

_ENDS = frozenset(
    "robots.txt favicon.ico humans.txt ads.txt llms.txt sitemap.xml sitemap_index.xml feed rss"
    " feed.xml rss.xml atom.xml index.xml feed.rss feed.atom index.rss feed.json security.txt"
    " openid-configuration assetlinks.json change-password apple-app-site-association webfinger"
    " nodeinfo about about-us contact contact-us privacy privacy-policy terms terms-of-service"
    " imprint impressum legal".split()
)
_PATH = re.compile(
    r"/[^/]+/?"
    r"|/(?:[\w-]+/){1,2}(?:feed|rss|atom|index)(?:\.xml|\.rss|\.atom|\.json|/)?"
    r"|/\.well-known/[^/]+",
)
"""In the root, where such files belong; feeds may lie deeper."""


def check(facts: UrlFacts) -> Hit | None:
    path = facts.path.lower()
    if path.rstrip("/").rpartition("/")[2] not in _ENDS or not _PATH.fullmatch(path):
        return None
    if facts.ip or hosting(facts.host):
        return None
    return Hit(f'"{path}" is a file that sites keep for feeds, maps or imprint.')

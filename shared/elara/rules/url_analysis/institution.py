"""A suffix only governments, schools or the military get."""

import re
from functools import lru_cache

from elara.rules.model import Hit, Rule
from elara.urls.defang import defang
from elara.urls.hosts import split
from elara.urls.model import UrlFacts

RULE = Rule(
    id="url.institution",
    title="Government or education suffix",
    reads=UrlFacts,
    points=-50,
    why="These suffixes are given out after a check of who asks; sites under them do get hacked.",
    references=(
        "https://get.gov/domains/eligibility/",
        "https://net.educause.edu/",
        "https://publicsuffix.org/list/",
    ),
)

_SUFFIX = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:"
    r"(?:gov|gob|gouv|govt|edu|mil|int)(?:\.[a-z]{2})?|ac\.[a-z]{2}"
    r"|go\.(?:ci|cr|id|jp|ke|kr|th|tj|tz|ug)|gub\.uy|gv\.(?:ao|at)|gc\.ca|lg\.jp|parliament\.nz"
    r"|police\.uk|nhs\.uk|nsn\.us|(?:k12|cc|tec|state)\.[a-z]{2}\.us|k12\.(?:ec|il|tr|vi)"
    r"|sch\.(?:ae|id|ir|jo|lk|ly|ng|qa|sa|ss|uk|zm)|school\.(?:ge|nz|za)|ed\.(?:ao|ci|cr|jp)"
    r"|(?:es|hs|ms|re|sc)\.kr)"
)
"""`ac` and `go` mean institutions only below certain countries: `.ac` is Ascension Island's."""
_REGISTERED = frozenset({"europa.eu", "admin.ch", "gc.ca", "un.org", "who.int", "nhs.uk"})
"""Of institutions that share one ordinary domain."""


@lru_cache(maxsize=1024)
def _is_institutional(suffix: str) -> bool:
    return _SUFFIX.fullmatch(suffix) is not None


def check(facts: UrlFacts) -> Hit | None:
    # Anybody may let accounts under `gov.ru`; what counts is whom the registry lets in.
    suffix = split(facts.suffix).suffix if facts.platform else facts.suffix
    if not _is_institutional(suffix) and facts.registrable not in _REGISTERED:
        return None
    return Hit(f"{defang(facts.host)} is under .{defang(suffix)}, where institutions are.")

"""Kinds of address on which a scanner must not cry wolf. A URL may be of several."""

import re

from elara.urls.hosts import split
from elara.urls.model import Url
from elara.urls.words import credential_words

_LANGUAGES = {
    "Arabic": "ae eg sa ma dz jo iq",
    "Chinese": "cn hk tw",
    "Czech": "cz sk",
    "Dutch": "nl",
    "French": "fr",
    "German": "de at",
    "Greek": "gr",
    "Hungarian": "hu",
    "Indonesian": "id",
    "Italian": "it",
    "Japanese": "jp",
    "Korean": "kr",
    "Persian": "ir",
    "Polish": "pl",
    "Portuguese": "br pt",
    "Russian": "ru by",
    "Scandinavian": "se no dk",
    "Spanish": "es mx ar cl co pe",
    "Thai": "th",
    "Turkish": "tr",
    "Ukrainian": "ua",
    "Vietnamese": "vn",
}
_LANGUAGE = {country: name for name, group in _LANGUAGES.items() for country in group.split()}
_GOVERNMENT = re.compile(r"(?:.*\.)?(?:gov|gob|gouv|govt|mil|go)(?:\.[a-z]{2})?")
_SCHOOL = re.compile(r"(?:.*\.)?(?:edu|ac)(?:\.[a-z]{2})?")
_DEEP = 3


def kinds(url: Url) -> tuple[str, ...]:
    """The kinds `url` is of, in no order that matters; none for a bare or shallow address."""
    host = split(url.host)
    asks = credential_words(url.path) or credential_words(host.name)
    schools = _SCHOOL.fullmatch(host.suffix) or host.registrable.startswith("uni-")
    found = {
        "deep link": url.path.count("/") > _DEEP or bool(url.query),
        "login or account": bool(asks),
        "internationalised name": "xn--" in host.name,
        "site on free hosting": host.platform,
        "government": bool(_GOVERNMENT.fullmatch(host.suffix)),
        "university or school": bool(schools),
    }
    language = _LANGUAGE.get(host.suffix.rpartition(".")[2])
    return (*(name for name, is_one in found.items() if is_one), *([language] if language else []))

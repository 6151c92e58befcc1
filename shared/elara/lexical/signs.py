"""What is known about one URL besides its letters: where it is, what it names, what it asks."""

import math
import re

from elara.lexical.model import Vocabulary
from elara.lexical.sound import echo
from elara.urls.brands import owner, publisher
from elara.urls.imitation import How, Mention, brand_folder, mentions, spelled_out
from elara.urls.model import UrlFacts
from elara.urls.places import Place, hosting, is_cheap, leads_on, shortens
from elara.urls.popular import Lists, listed
from elara.urls.reading import extension
from elara.urls.words import credential_words, lure_words

SIGNS = (
    *("place", "shortener", "leads_on", "platform", "cheap", "suffix_kind", "suffix_length"),
    *("suffix_names", "tld_names", "ranked", "visited", "visited_host", "top", "owned", "spoken"),
    *("ip", "port", "userinfo", "punycode", "mention_registered", "mention_subdomain", "mentions"),
    *("spelled_out", "brand_folder", "echo", "echo_share", "asks_host", "asks_path", "asks_query"),
    *("lures_host", "lures_path", "file_kind", "depth", "longest_folder", "shortest_folder"),
    *("last_length", "folder", "hexadecimal", "numbers", "wordpress", "home", "well_known"),
    *("address", "nested", "double_hyphens", "host_length", "distinct"),
)
_PLACES = {place: number for number, place in enumerate(Place, 1)}
_RANKED, _VISITED, _HOST, _TOP = map(int, (Lists.RANKED, Lists.VISITED, Lists.HOST, Lists.TOP))
_HOW = {How.TYPO: 1, How.PART: 2, How.EXACT: 3, How.LOOKALIKE: 4}
_URGED = 5
_LEGACY = frozenset(
    "com net org info biz edu gov mil int name pro mobi asia tel cat jobs coop aero museum".split()
)
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{12,}")
_NUMBER = re.compile(r"\d{5,}")
_FILES = (
    "html htm",
    "php",
    "asp aspx jsp",
    "exe apk msi dll scr bat sh bin",
    "zip rar 7z gz iso",
    "pdf",
    "jpg png gif",
    "js css",
    "xml rss json",
)
_FILE_KIND = {ending: kind for kind, group in enumerate(_FILES, 1) for ending in group.split()}


def bare_host(facts: UrlFacts) -> str:
    """The host without a leading `www.`, which says nothing."""
    return facts.host if facts.ip else facts.host.removeprefix("www.")


def bare_subdomain(facts: UrlFacts) -> str:
    """The subdomain without `www`."""
    return "" if facts.subdomain == "www" else facts.subdomain.removeprefix("www.")


def signs(facts: UrlFacts, vocabulary: Vocabulary) -> tuple[float, ...]:
    """One number for each of `SIGNS`. The scheme is none of them."""
    host = bare_host(facts)
    return (
        *_where(facts, host, vocabulary),
        *_known(facts, host),
        *_named(facts),
        *_asked(facts, host),
        *_path(facts),
        host.count("--"),
        len(host),
        len(set(host)) / max(1, len(host)),
    )


def _where(facts: UrlFacts, host: str, vocabulary: Vocabulary) -> tuple[float, ...]:
    suffix = facts.suffix
    tld = suffix.rpartition(".")[2]
    place = hosting(host)
    return (
        _PLACES[place] if place else 0,
        shortens(host),
        leads_on(facts),
        facts.platform,
        is_cheap(suffix),
        0 if tld in _LEGACY else 1 if len(tld) == 2 else 2,
        len(suffix),
        math.log1p(vocabulary.suffixes.get(suffix, 0)),
        math.log1p(vocabulary.suffixes.get(tld, 0)),
    )


def _known(facts: UrlFacts, host: str) -> tuple[float, ...]:
    domain = listed(facts.registrable)
    visited = domain if host == facts.registrable else listed(host)
    return (
        bool(domain & _RANKED),
        bool(domain & _VISITED),
        bool(visited & _HOST),
        bool(domain & _TOP),
        owner(facts.registrable) is not None,
        publisher(facts) is not None,
        facts.ip is not None,
        facts.port is not None,
        bool(facts.username),
        "xn--" in host,
    )


def _named(facts: UrlFacts) -> tuple[float, ...]:
    found = mentions(facts)
    sound, whole = echo(f"{facts.name}.{bare_subdomain(facts)}")
    return (
        max((_strength(mention) for mention in found if mention.registered), default=0),
        max((_strength(mention) for mention in found if not mention.registered), default=0),
        len(found),
        spelled_out(facts) is not None,
        brand_folder(facts.path) is not None,
        sound,
        sound / max(1, whole),
    )


def _strength(mention: Mention) -> int:
    return _HOW[mention.how] + _URGED * mention.urged


def _asked(facts: UrlFacts, host: str) -> tuple[float, ...]:
    return (
        len(credential_words(host)),
        len(credential_words(facts.path)),
        len(credential_words(facts.query)),
        len(lure_words(host)),
        len(lure_words(facts.path)),
    )


def _path(facts: UrlFacts) -> tuple[float, ...]:
    path, query = facts.path, facts.query
    lengths = [len(folder) for folder in path.split("/") if folder]
    whole = f"{path}?{query}"
    ending = extension(path)
    return (
        _FILE_KIND.get(ending, len(_FILES) + 1) if ending else 0,
        len(lengths),
        max(lengths, default=0),
        min(lengths, default=0),
        len(path.rpartition("/")[2]),
        len(path) > 1 and path.endswith("/"),
        max(map(len, _HEXADECIMAL.findall(whole)), default=0),
        len(_NUMBER.findall(whole)),
        "/wp-" in path,
        "/~" in path,
        "/.well-known" in path,
        "@" in whole or "%40" in whole,
        "http" in whole,
    )

"""Finds the names of brands in hosts that are not theirs, however they are spelled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain

from elara.urls.brands import Brand, brands, by_word, namesake, owner, speaker
from elara.urls.lexicon import START, Contained, Misspelled, Slip
from elara.urls.model import UrlFacts
from elara.urls.reading import is_page
from elara.urls.skeleton import skeleton
from elara.urls.words import credential_words, lure_words

_REST = 3
"""Letters that must stand beside a short or plain word for it to be looked for at an edge."""
_MEANT = 4
"""Letters of an everyday word that, as a whole label with digits for letters, means the brand."""
_SHORT_BANK = re.compile(r"[a-z]{1,4}bank")
_VETTED = re.compile(r"(?:.+\.)?(?:gov|gob|gouv|govt|edu|mil)(?:\.[a-z]{2})?|(?:ac|go)\.[a-z]{2}")
"""Suffixes whose registries know who asks: a brand's word in a name there is no imitation."""
_TOKENS = re.compile(r"[a-z0-9]+")


class How(StrEnum):
    """How a label names a brand."""

    EXACT = "exact"
    """The label is the brand's word."""
    PART = "part"
    """The word stands in a longer label."""
    LOOKALIKE = "lookalike"
    """Other characters that look like the word."""
    TYPO = "typo"
    """One letter added, left out, changed, or two swapped."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One label of a host that names a brand which does not own the host."""

    brand: str
    label: str
    how: How
    registered: bool
    """In the label somebody registered (a domain or an account), not in a subdomain."""
    urged: bool
    """Beside a word that asks or baits, or one the brand is known by."""


@dataclass(frozen=True, slots=True)
class _Match:
    brand: Brand
    text: str
    """The characters of the label that name the brand."""
    how: How
    sure: bool
    """Means the brand by itself; otherwise only beside an urging word."""


def mentions(facts: UrlFacts) -> tuple[Mention, ...]:
    """The brands named in the host, from the registered label outwards. Not the host's own brand,
    nor any where it speaks itself; where it lets customers publish, others may be named.
    """
    if facts.ip or not facts.registrable:
        return ()
    registry = "" if facts.platform else facts.suffix
    return _in_host(facts.host, facts.host_unicode, facts.registrable, facts.suffix, registry)


@lru_cache(maxsize=4096)
def _in_host(
    host: str, shown: str, registrable: str, suffix: str, registry: str
) -> tuple[Mention, ...]:
    """The mentions of a name, by its facts: many rules ask for them, and many URLs share a host.

    `registry` is the suffix where a registry gives names out under it, else empty.
    """
    if speaker(host, registrable):
        return ()
    labels = shown.split(".")[: -(suffix.count(".") + 1)]
    landlord = owner(registrable)
    if landlord:
        labels[-1] = ""
    found = _mentions(labels[::-1])
    if not found:
        return ()
    members = _members().get(suffix, frozenset())
    vetted = _VETTED.fullmatch(registry) is not None
    national = namesake(registrable) is not None
    return tuple(_weighed(found, landlord, members, vetted=vetted, national=national))


def _weighed(
    found: list[Mention],
    landlord: Brand | None,
    members: frozenset[str],
    *,
    vetted: bool,
    national: bool,
) -> Iterator[Mention]:
    for mention in found:
        if landlord and mention.brand == landlord.name:
            continue
        if mention.registered and (vetted or (mention.brand in members and not mention.urged)):
            continue
        yield _calmed(mention) if national else mention


def _calmed(mention: Mention) -> Mention:
    """What may be a brand's site for one country is not urged by its own `login.`."""
    return replace(mention, urged=False) if mention.registered else mention


def spelled_out(facts: UrlFacts) -> str | None:
    """A brand's own domain written inside a subdomain of somebody else's, if there is one."""
    if "." not in facts.subdomain or speaker(facts.host, facts.registrable):
        return None
    labels = facts.subdomain.split(".")
    runs = (
        ".".join(labels[start : start + count]) for start in range(len(labels)) for count in (3, 2)
    )
    return next((run for run in runs if "." in run and (owner(run) or namesake(run))), None)


@lru_cache(maxsize=1024)
def brand_folder(path: str) -> str | None:
    """The brand after which a folder of the path is named, if there is one.

    A folder may carry the brand's word or its whole domain; a plain word counts only where the
    path leads to a page or asks for something. What follows a scheme is another URL.
    """
    text = path.lower()
    for folder in text.split("/")[1:-1]:
        if folder.endswith(":"):
            return None
        brand = by_word().get(folder)
        if brand and (folder in brand.words or is_page(path) or _urged(text, brand, folder)):
            return brand.name
        domain = folder.removeprefix("www.")
        brand = owner(domain) or namesake(domain) if "." in domain else None
        if brand:
            return brand.name
    return None


def _mentions(labels: list[str]) -> list[Mention]:
    found = []
    for place, label in enumerate(labels):
        matches = _matches(label)
        mention = _telling(".".join(labels), place, label, matches) if matches else None
        if mention:
            found.append(mention)
    return found


def _telling(host: str, place: int, label: str, matches: tuple[_Match, ...]) -> Mention | None:
    """What the label says of a brand: what is urged before what is sure by itself."""
    chosen = None
    for match in matches:
        urged = _urged(host, match.brand, match.text)
        if urged or (match.sure and not chosen):
            chosen = Mention(match.brand.name, label, match.how, place == 0, urged)
        if urged:
            break
    return chosen


def _urged(text: str, brand: Brand, name: str) -> bool:
    """Whether something in `text` besides the brand's name asks, baits or belongs to the brand."""
    rest = text.replace(name, " ", 1)
    tokens = _TOKENS.findall(rest)
    return bool(brand.near.intersection(tokens) or credential_words(rest) or lure_words(rest))


def _urges(word: str, brand: Brand) -> bool:
    return word in brand.near or (word,) in (credential_words(word), lure_words(word))


@lru_cache(maxsize=4096)
def _matches(label: str) -> tuple[_Match, ...]:
    """The ways in which the label may name brands, the plainest first."""
    tokens = tuple(dict.fromkeys((label, *label.replace("_", "-").split("-"))))
    found = chain(_spelled(label, tokens), _disguised(label, tokens), _mistyped(tokens))
    return tuple(match for match in found if not _innocent(label, tokens, match))


def _innocent(label: str, tokens: tuple[str, ...], match: _Match) -> bool:
    words = match.brand.innocent
    return not words.isdisjoint(tokens) or any(match.text in w and w in label for w in words)


def _spelled(label: str, tokens: tuple[str, ...]) -> Iterator[_Match]:
    words = by_word()
    for token in tokens:
        if token in words:
            yield _found(token, token, How.EXACT if token == label else How.PART)
    for word in _distinctive().find(label):
        if "-" not in word or f"-{word}-" in f"-{label}-":
            yield _found(word, word, How.PART)
    for token in tokens:
        for word in _at_edges(token):
            if _urges(token.replace(word, "", 1), words[word]):
                yield _Match(words[word], word, How.PART, sure=False)


def _at_edges(token: str) -> list[str]:
    """Words too short or too common to be looked for anywhere, at either end of `token`, the
    longest first.
    """
    starts, ends = _edge_words()
    first, last = starts.get(token[:2], ()), ends.get(token[-2:], ())
    if not token.startswith(first) and not token.endswith(last):
        return []
    found = (*filter(token.startswith, first), *filter(token.endswith, last))
    fitting = (word for word in found if len(word) <= len(token) - _REST)
    return sorted(fitting, key=len, reverse=True)


def _disguised(label: str, tokens: tuple[str, ...]) -> Iterator[_Match]:
    words, inside = _skeletons()
    for token in tokens:
        word = words.get(skeleton(token))
        if word is not None:
            found = _found(word, token, How.LOOKALIKE)
            yield replace(found, sure=found.sure or _meant(token, label, word))
    for folded in inside.find(skeleton(label)):
        if words[folded] not in label:
            yield _found(words[folded], label, How.LOOKALIKE)


def _meant(token: str, label: str, word: str) -> bool:
    """Whether even an everyday word is written with other characters on purpose."""
    whole = token == label and len(word) >= _MEANT and not token.isalpha()
    return not token.isascii() or (whole and token != word)


def _mistyped(tokens: tuple[str, ...]) -> Iterator[_Match]:
    for token in tokens:
        if len(token) >= START - 1:
            for word, slip in _long_words().find(token):
                brand = by_word()[word]
                sure = word in brand.words and (len(word) > START or slip is Slip.EASY)
                yield _Match(brand, token, How.TYPO, sure=sure)


def _found(word: str, text: str, how: How) -> _Match:
    brand = by_word()[word]
    return _Match(brand, text, how, sure=word in brand.words)


@cache
def _members() -> dict[str, frozenset[str]]:
    """By suffix, the brands whose independent members have their domains under it."""
    suffixes = {suffix for brand in brands() for suffix in brand.members}
    return {s: frozenset(b.name for b in brands() if s in b.members) for s in suffixes}


@cache
def _long_words() -> Misspelled:
    """Not those with a hyphen or a digit, which fingers do not slip into, nor the many banks whose
    names are a few letters before `bank`.
    """
    return Misspelled(
        w for w in by_word() if len(w) >= START and w.isalpha() and not _SHORT_BANK.fullmatch(w)
    )


@cache
def _distinctive() -> Contained:
    return Contained(word for brand in brands() for word in brand.words)


@cache
def _edge_words() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Those words, by their first two letters and by their last two."""
    starts: dict[str, tuple[str, ...]] = {}
    ends: dict[str, tuple[str, ...]] = {}
    for word, brand in by_word().items():
        if len(word) > 1 and (word in brand.plain or len(word) < START):
            starts[word[:2]] = (*starts.get(word[:2], ()), word)
            ends[word[-2:]] = (*ends.get(word[-2:], ()), word)
    return starts, ends


@cache
def _skeletons() -> tuple[dict[str, str], Contained]:
    """Each word by what it looks like, and the looks that do not turn up inside innocent words."""
    telling = (w for brand in brands() for w in brand.words if len(w) > START and w.isalpha())
    return {skeleton(word): word for word in by_word()}, Contained(map(skeleton, telling))

"""Finds the names of brands in hosts that are not theirs, however they are spelled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain, pairwise

from elara.urls.brands import Brand, brands, namesake, owner
from elara.urls.model import UrlFacts
from elara.urls.skeleton import skeleton
from elara.urls.words import credential_words, lure_words

_LONG = 6
"""Letters a word must have to be looked for inside longer ones or with a typing error."""


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
    """The brands named in the host, from the registered label outwards."""
    if facts.ip or not facts.registrable or owner(facts.registrable):
        return ()
    labels = facts.host_unicode.split(".")[: -(facts.suffix.count(".") + 1)]
    found = _mentions(tuple(reversed(labels)))
    return tuple(map(_calmed, found)) if namesake(facts.registrable) else found


def _calmed(mention: Mention) -> Mention:
    """What may be a brand's site for one country is not urged by its own `login.`."""
    return replace(mention, urged=False) if mention.registered else mention


def spelled_out(facts: UrlFacts) -> str | None:
    """A brand's own domain written inside a subdomain of somebody else's, if there is one."""
    if owner(facts.registrable):
        return None
    labels = facts.subdomain.split(".")
    pairs = (f"{left}.{right}" for left, right in pairwise(labels))
    return next((pair for pair in pairs if owner(pair) or namesake(pair)), None)


def brand_folder(path: str) -> str | None:
    """The brand after which a folder of the path is named, if there is one.

    A folder may carry the brand's word, a plain one included, or its whole domain.
    """
    for folder in path.lower().split("/")[1:-1]:
        domain = folder.removeprefix("www.")
        brand = _words().get(folder) or owner(domain) or namesake(domain)
        if brand is not None:
            return brand.name
    return None


@lru_cache(maxsize=4096)
def _mentions(labels: tuple[str, ...]) -> tuple[Mention, ...]:
    found = []
    for place, label in enumerate(labels):
        match = _match(label)
        if match is None:
            continue
        urged = _urged(".".join(labels).replace(match.text, " ", 1), match.brand)
        if urged or match.sure:
            found.append(Mention(match.brand.name, label, match.how, place == 0, urged))
    return tuple(found)


def _urged(rest: str, brand: Brand) -> bool:
    tokens = re.split(r"[^a-z0-9]+", rest)
    return bool(brand.near.intersection(tokens) or credential_words(rest) or lure_words(rest))


def _urges(word: str, brand: Brand) -> bool:
    return word in brand.near or (word,) in (credential_words(word), lure_words(word))


@lru_cache(maxsize=4096)
def _match(label: str) -> _Match | None:
    """The surest way in which the label names a brand."""
    tokens = tuple(dict.fromkeys((label, *re.split(r"[-_]", label))))
    candidates = chain(_spelled(label, tokens), _disguised(label, tokens), _mistyped(tokens))
    return next((match for match in candidates if not _innocent(label, tokens, match)), None)


def _innocent(label: str, tokens: tuple[str, ...], match: _Match) -> bool:
    words = match.brand.innocent
    return not words.isdisjoint(tokens) or any(match.text in w and w in label for w in words)


def _spelled(label: str, tokens: tuple[str, ...]) -> Iterator[_Match]:
    words = _words()
    for token in tokens:
        if token in words:
            yield _found(token, token, How.EXACT if token == label else How.PART)
    for word in _inside(_distinctive()).findall(label):
        yield _found(word, word, How.PART)
    for token in tokens:
        for word in _edges().findall(token):
            if _urges(token.replace(word, "", 1), words[word]):
                yield _Match(words[word], word, How.PART, sure=False)


def _disguised(label: str, tokens: tuple[str, ...]) -> Iterator[_Match]:
    for token in tokens:
        word = _skeletons().get(skeleton(token))
        if word is not None:
            yield _found(word, token, How.LOOKALIKE)
    for folded in _inside(_telling_skeletons()).findall(skeleton(label)):
        if _skeletons()[folded] not in label:
            yield _found(_skeletons()[folded], label, How.LOOKALIKE)


def _mistyped(tokens: tuple[str, ...]) -> Iterator[_Match]:
    for token in tokens:
        for word in _near_misses(token):
            yield _found(word, token, How.TYPO)


def _found(word: str, text: str, how: How) -> _Match:
    brand = _words()[word]
    return _Match(brand, text, how, sure=word in brand.words)


def _near_misses(token: str) -> Iterator[str]:
    """Long words exactly one edit (Damerau: a swap counts as one) away from `token`."""
    if len(token) < _LONG:
        return
    shortened = {token, *_deletions(token)}
    candidates = dict.fromkeys(word for key in shortened for word in _by_deletion().get(key, ()))
    yield from (word for word in candidates if _one_edit(token, word))


def _one_edit(left: str, right: str) -> bool:
    if len(left) != len(right):
        shorter, longer = sorted((left, right), key=len)
        return shorter in _deletions(longer)
    changed = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    swapped = len(changed) == 2 and changed[0] == changed[1][::-1]
    return len(changed) == 1 or swapped


def _deletions(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


@cache
def _words() -> dict[str, Brand]:
    return {word: brand for brand in brands() for word in brand.words | brand.plain}


@cache
def _distinctive() -> frozenset[str]:
    return frozenset(w for brand in brands() for w in brand.words if len(w) >= _LONG)


@cache
def _skeletons() -> dict[str, str]:
    return {skeleton(word): word for word in _words()}


@cache
def _telling_skeletons() -> frozenset[str]:
    """Skeletons long enough not to turn up inside innocent words."""
    return frozenset(skeleton(word) for word in _distinctive() if len(word) > _LONG)


@cache
def _inside(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _edges() -> re.Pattern[str]:
    """A word too short or too common to be looked for anywhere, at either end of a token."""
    ends = "|".join(map(re.escape, sorted(_words().keys() - _distinctive())))
    return re.compile(rf"^(?:{ends})(?=.{{3}})|(?<=.{{3}})(?:{ends})$")


@cache
def _by_deletion() -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in _words():
        if len(word) >= _LONG:
            for key in (word, *_deletions(word)):
                index.setdefault(key, []).append(word)
    return index

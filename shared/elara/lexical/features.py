"""The columns the trees read, in order, and the topics a person reads instead."""

from collections.abc import Sequence

import numpy as np

from elara.lexical.likelihood import likelihood
from elara.lexical.model import Floats, Learnt, Vocabulary
from elara.lexical.sequences import weighed
from elara.lexical.signs import SIGNS, bare_subdomain, signs
from elara.lexical.text import SHAPE, Texts, shape
from elara.urls.model import UrlFacts

_PARTS = ("name", "subdomain", "path", "query")
_LIKELY = ("name", "subdomain", "last_folder", "first_folder")
_SHAPES = tuple(f"{part}_{measure}" for part in _PARTS for measure in SHAPE)
_LIKELIHOODS = tuple(f"{part}_{kind}" for part in _LIKELY for kind in ("likely", "least_likely"))
FIXED = (*SIGNS, *_SHAPES, *_LIKELIHOODS)
LEARNT = ("suffix_odds", "host_sequences", "path_sequences")
COLUMNS = (*FIXED, *LEARNT)
"""What is known without labels, then what is learnt from them."""


def fixed(batch: Sequence[UrlFacts], vocabulary: Vocabulary) -> Floats:
    """The columns `FIXED`, a row for each URL."""
    known = np.array([signs(facts, vocabulary) for facts in batch], np.float32)
    names = [facts.name for facts in batch]
    subdomains = [bare_subdomain(facts) for facts in batch]
    folders = [facts.path.strip("/").split("/") for facts in batch]
    texts = [*names, *subdomains, *(f.path for f in batch), *(f.query for f in batch)]
    shapes = np.split(shape(Texts.of(texts)), len(_PARTS))
    spelled = [*names, *subdomains, *(f[-1] for f in folders), *(f[0] for f in folders)]
    likely = np.split(likelihood(spelled, vocabulary.likelihood), len(_LIKELY))
    return np.column_stack([known, *shapes, *likely])


def learnt(batch: Sequence[UrlFacts], tables: Learnt) -> Floats:
    """The columns `LEARNT`, a row for each URL."""
    return np.column_stack(
        [
            np.array([tables.suffix_odds.get(facts.suffix, 0.0) for facts in batch], np.float32),
            weighed([host_text(facts) for facts in batch], tables.host),
            weighed([path_text(facts) for facts in batch], tables.path),
        ]
    )


def host_text(facts: UrlFacts) -> str:
    """The host as sequences are taken from it: the registered name marked, no address."""
    if facts.ip:
        return "^ip$"
    return f"^{bare_subdomain(facts)}<{facts.name}>.{facts.suffix}$"


def path_text(facts: UrlFacts) -> str:
    """Path and query, as sequences are taken from them."""
    return f"{facts.path}?{facts.query}$" if facts.query else f"{facts.path}$"


def topic(column: str) -> str:
    """What a person calls the group a column belongs to."""
    for start, name in _TOPICS.items():
        if column in name[1] or any(column.startswith(f"{prefix}_") for prefix in name[0]):
            return start
    return "the address as a whole"


_TOPICS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "how widely the domain is used": ((), ("ranked", "visited", "visited_host", "top")),
    "the kind of hosting": ((), ("place", "shortener", "leads_on", "platform")),
    "the public suffix": (
        ("suffix",),
        ("cheap", "tld_names"),
    ),
    "names of brands in the address": (
        ("mention", "echo", "brand"),
        ("mentions", "spelled_out", "echo", "owned", "spoken"),
    ),
    "words that ask or bait": (("asks", "lures"), ()),
    "character sequences of the host": ((), ("host_sequences",)),
    "character sequences of the path": ((), ("path_sequences",)),
    "how the registered name is spelled": (("name",), ()),
    "the subdomains": (("subdomain",), ()),
    "the query": (("query",), ()),
    "the path": (
        ("path", "last", "first"),
        (
            *("file_kind", "depth", "longest_folder", "shortest_folder", "folder", "hexadecimal"),
            *("numbers", "wordpress", "home", "well_known", "address", "nested"),
        ),
    ),
}

"""The local judge: a transparent weigher of typed features. No network.

It adds the log-odds of the features it finds and turns the sum into a probability (a naive Bayes
reading). The weights are judgements of ours, small in number so that a person can check them; what
the URL model found is one feature more.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from elara.evidence.model import Evidence
from elara.judges.model import Claim, Vote

PRIOR = -4.0
"""Log-odds that a submitted URL is harmful when nothing is known: about 2 %."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that moves the odds: `weight` is in log-odds, negative for the harmless."""

    text: str
    weight: float
    kind: str
    present: Callable[[Evidence], bool]


def _data(name: str, test: Callable[[Any], bool]) -> Callable[[Evidence], bool]:
    """Tests one field of the evidence; an absent field is never a match."""
    return lambda piece: piece.data.get(name) is not None and test(piece.data[name])


def _days(youngest: int, oldest: int) -> Callable[[Evidence], bool]:
    """Whether the domain's age is in `youngest..oldest` days; the platform's age is nobody's."""
    return _data("days", lambda days: youngest <= days < oldest)


def _any(name: str, test: Callable[[Any], bool]) -> Callable[[Evidence], bool]:
    """Tests the items of one field of the evidence; one match is enough."""
    return lambda piece: any(test(item) for item in piece.data.get(name, ()))


FEATURES: tuple[Feature, ...] = (
    Feature("a source lists the URL", 4.0, "source_answer", _data("authoritative", bool)),
    Feature("the page asks for a password", 1.0, "page", _data("password_fields", bool)),
    Feature(
        "the page claims a brand that does not own the host",
        2.5,
        "page",
        _any("brands", lambda claim: not claim["owned"]),
    ),
    Feature(
        "a form posts to another site", 1.5, "page", _any("forms", lambda form: form["elsewhere"])
    ),
    Feature("the page is a download", 2.0, "page", _data("download", bool)),
    Feature(
        "the URL leads through several sites",
        1.0,
        "redirects",
        _data("domains", lambda domains: len(domains) > 2),
    ),
    Feature("the domain is younger than 30 days", 2.0, "domain_age", _days(0, 30)),
    Feature("the domain is older than 3 years", -1.5, "domain_age", _days(1095, 36500)),
    Feature("the domain is widely used", -2.0, "domain_rank", _data("rank", lambda r: r <= 10**5)),
    Feature("the host is an IP address", 1.5, "url_facts", _data("ip", bool)),
    Feature(
        "the host is internationalised", 0.7, "url_facts", _data("host", lambda h: "xn--" in h)
    ),
    Feature("the URL names a user", 1.5, "url_facts", _data("username", bool)),
)


_SPELLING = "lexical_opinion"
_TRUST, _MOST = 0.5, 2.0
"""How far the URL model is believed here, and the most it may move the odds: stage 1 has counted
it in full."""


def _spelled(evidence: tuple[Evidence, ...]) -> Iterator[tuple[Feature, Evidence]]:
    """What the URL model said, as a feature of the weight it gave itself."""
    for piece in evidence:
        if piece.kind == _SPELLING:
            odds = _TRUST * float(piece.data["log_odds"])
            weight = max(-_MOST, min(_MOST, odds))
            how = "malicious" if weight > 0 else "harmless"
            yield Feature(f"the address is spelled like {how} ones", weight, _SPELLING, bool), piece


class Weigher:
    """Votes by the log-odds of `FEATURES`; every feature it used is a claim with its evidence."""

    name = "weigher"

    async def vote(self, evidence: tuple[Evidence, ...]) -> Vote:
        found = [
            (feature, piece)
            for feature in FEATURES
            for piece in evidence
            if piece.kind == feature.kind and feature.present(piece)
        ] + [(feature, piece) for feature, piece in _spelled(evidence) if feature.weight]
        odds = PRIOR + sum(feature.weight for feature, _ in found)
        heaviest = max((abs(feature.weight) for feature, _ in found), default=1.0)
        claims = tuple(
            Claim(
                text=feature.text,
                evidence=(piece.id,),
                weight=round(abs(feature.weight) / heaviest, 3),
            )
            for feature, piece in found
        )
        return Vote(judge=self.name, risk=round(1 / (1 + math.exp(-odds)), 4), claims=claims)

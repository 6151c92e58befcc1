"""Asks the URL model about URLs, many at a time, and has it say why."""

from collections.abc import Sequence

import numpy as np

from elara.lexical.features import COLUMNS, fixed, host_text, learnt, path_text, topic
from elara.lexical.opinion import LexicalOpinion, Reason
from elara.lexical.sequences import heaviest
from elara.lexical.store import UrlModel, url_model
from elara.urls.model import UrlFacts

NOTABLE = 0.25
"""Log-odds below which an opinion is not worth explaining."""
_REASONS = 4
_TOPICS = tuple(dict.fromkeys(topic(column) for column in COLUMNS))
_TOPIC_OF = np.array([_TOPICS.index(topic(column)) for column in COLUMNS])


def opinions(batch: Sequence[UrlFacts], model: UrlModel | None = None) -> list[LexicalOpinion]:
    """One opinion for each URL, by the bundled model or another. The same URL has the same
    opinion in any batch.
    """
    if not batch:
        return []
    asked = model or url_model()
    rows = np.column_stack([fixed(batch, asked.vocabulary), learnt(batch, asked.learnt)])
    said = [round(odds, 2) for odds in asked.forest.log_odds(rows).tolist()]
    notable = [place for place, odds in enumerate(said) if odds >= NOTABLE]
    weights = asked.forest.contributions(rows[notable], _TOPIC_OF).tolist()
    reasons = dict(zip(notable, map(_reasons, weights), strict=True))
    return [
        LexicalOpinion(model=asked.id, log_odds=odds, reasons=reasons.get(place, ()))
        for place, odds in enumerate(said)
    ]


def telling(facts: UrlFacts, model: UrlModel | None = None) -> tuple[str, ...]:
    """The character sequences of the URL that weigh most towards malicious, the host's first."""
    tables = (model or url_model()).learnt
    host = heaviest(host_text(facts).strip("^$"), tables.host, 2)
    path = heaviest(path_text(facts).rstrip("$"), tables.path, 1)
    return tuple(piece.strip("<>") for piece in (*host, *path))


def _reasons(weights: Sequence[float]) -> tuple[Reason, ...]:
    """The topics with the largest weights, either sign."""
    rounded = ((name, round(weight, 2)) for name, weight in zip(_TOPICS, weights, strict=True))
    ordered = sorted(rounded, key=lambda each: (-abs(each[1]), each[0]))
    return tuple(Reason(topic=name, weight=weight) for name, weight in ordered[:_REASONS] if weight)

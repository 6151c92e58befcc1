"""Asks the URL model about URLs, many at a time, and has it say why."""

from collections.abc import Sequence

import numpy as np

from elara.lexical.features import COLUMNS, fixed, host_text, learnt, path_text, topic
from elara.lexical.model import Floats
from elara.lexical.opinion import LexicalOpinion, Reason
from elara.lexical.sequences import heaviest
from elara.lexical.store import UrlModel, url_model
from elara.urls.model import UrlFacts

NOTABLE = 0.25
"""Log-odds below which an opinion is not worth explaining."""
_REASONS, _SEQUENCES = 4, 3
_TOPICS = [topic(column) for column in COLUMNS]


def opinions(batch: Sequence[UrlFacts], model: UrlModel | None = None) -> list[LexicalOpinion]:
    """One opinion for each URL, by the bundled model or another. The same URL has the same
    opinion in any batch.
    """
    if not batch:
        return []
    asked = model or url_model()
    rows = np.column_stack([fixed(batch, asked.vocabulary), learnt(batch, asked.learnt)])
    said = asked.forest.log_odds(rows).tolist()
    return [
        _opinion(facts, round(odds, 2), row, asked)
        for facts, odds, row in zip(batch, said, rows, strict=True)
    ]


def _opinion(facts: UrlFacts, odds: float, row: Floats, model: UrlModel) -> LexicalOpinion:
    if odds < NOTABLE:
        return LexicalOpinion(model=model.id, log_odds=odds)
    return LexicalOpinion(
        model=model.id,
        log_odds=odds,
        reasons=_reasons(model.forest.contributions(row)),
        sequences=_sequences(facts, model),
    )


def _reasons(contributions: Floats) -> tuple[Reason, ...]:
    """The topics with the largest weights, either sign."""
    topics: dict[str, float] = dict.fromkeys(_TOPICS, 0.0)
    for name, weight in zip(_TOPICS, contributions.tolist(), strict=True):
        topics[name] += weight
    ordered = sorted(topics.items(), key=lambda item: (-abs(item[1]), item[0]))
    found = (Reason(topic=name, weight=round(weight, 2)) for name, weight in ordered)
    return tuple(reason for reason in found if reason.weight)[:_REASONS]


def _sequences(facts: UrlFacts, model: UrlModel) -> tuple[str, ...]:
    host = heaviest(host_text(facts).strip("^$"), model.learnt.host, _SEQUENCES)
    path = heaviest(path_text(facts).rstrip("$"), model.learnt.path, _SEQUENCES)
    return tuple(piece.strip("<>") for piece in (*host[:2], *path[:1]))

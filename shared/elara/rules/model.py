"""What a rule is. A rule file holds `RULE` and a pure `check(facts)`; nothing registers it."""

from dataclasses import dataclass

from elara.evidence.model import Facts
from elara.scoring.model import Level


@dataclass(frozen=True, slots=True)
class Rule:
    """A named reason to add (or, when negative, to take) points.

    `id` is `<prefix>.<file name>`; `reads` is the facts type `check` is called with, once for
    each piece of answered evidence of that kind; `points` is what one hit gives and the most a
    hit may give when it sets its own, unless the ruleset says otherwise; `title` and `why` are
    for people.
    """

    id: str
    title: str
    reads: type[Facts]
    points: int
    why: str
    references: tuple[str, ...] = ()
    decides: Level | None = None
    """The level a full hit raises the verdict to at least, whatever else speaks for harmlessness:
    for what nobody does by accident."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: `text` says what was seen, defanged, in one sentence.

    `points` overrides the rule's own where the strength varies; it may not exceed it.
    """

    text: str
    points: int | None = None

"""Scores URLs by stage 1 alone, many at a time: no network, nothing stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from math import exp
from typing import Any

from elara.errors import InvalidUrl
from elara.evidence.model import Evidence, State
from elara.lexical.opine import opinions
from elara.lexical.opinion import NAT, LexicalOpinion
from elara.rules.pack import findings_of, weighed
from elara.scoring.ledger import CLAMP, entries, points, raised
from elara.scoring.model import Entry, Finding, Level, Stage
from elara.scoring.ruleset import Ruleset
from elara.urls.facts import facts_of_url
from elara.urls.model import MAX_LENGTH, UrlFacts
from elara.urls.parse import scannable

_STAGE = Stage.URL_ANALYSIS
_NOT_UTF8 = "not_utf8"
_FAULT = "internal"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line has no score. `code` is stable: `invalid_url`, `not_utf8` or `internal`."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What stage 1 says about one line of input, or why it says nothing."""

    url: str
    """The line as it was given, in valid Unicode and not longer than a URL may be."""
    refusal: Refusal | None = None
    level: Level = Level.CLEAN
    """By the score alone; no other stage is heard."""
    ledger: tuple[Entry, ...] = ()
    """Without evidence ids, which nobody could look up."""
    probability: float | None = None
    """How likely the URL is malicious, 0 to 1, where a model says so."""

    @property
    def score(self) -> int:
        """What the ledger sums to: 0 to the cap of the stage."""
        return points(self.ledger)

    @property
    def points(self) -> int:
        """The score before the clamp: negative, or above the cap, where mitigations or alarms
        say more than the stage may."""
        return points(line for line in self.ledger if line.rule != CLAMP)

    @property
    def is_fault(self) -> bool:
        """Whether Elara failed here, not the line."""
        return self.refusal is not None and self.refusal.code == _FAULT


def score_batch(lines: Sequence[str], ruleset: Ruleset) -> list[Answer]:
    """One answer for each line, in order: a URL is scored as a scan's first stage would, and
    refused where a scan would be refused. Undecodable bytes arrive as lone surrogates.

    A line on which a rule fails is answered by that, and does not keep the others from theirs.
    """
    try:
        return _scored(lines, ruleset)
    except Exception as error:  # noqa: BLE001 - a fault of ours must cost one line, not the stream
        if len(lines) == 1:
            return [Answer(_shown(lines[0]), Refusal(_FAULT, f"{type(error).__name__}: {error}"))]
        return [answer for line in lines for answer in score_batch([line], ruleset)]


def document(answer: Answer) -> dict[str, Any]:
    """The answer as JSON: `{url, score, level, ledger}` (and `probability` where there is one), or
    `{url, error, code}`."""
    if answer.refusal is not None:
        return {"url": answer.url, "error": answer.refusal.detail, "code": answer.refusal.code}
    said = {} if answer.probability is None else {"probability": round(answer.probability, 6)}
    return {
        "url": answer.url,
        "score": answer.score,
        "level": answer.level.value,
        **said,
        "ledger": [_entry(line) for line in answer.ledger],
    }


def _scored(lines: Sequence[str], ruleset: Ruleset) -> list[Answer]:
    read = [_read(line) for line in lines]
    found = _found([facts for facts in read if not isinstance(facts, Refusal)], ruleset)
    return [
        Answer(_shown(line), facts)
        if isinstance(facts, Refusal)
        else _answer(line, next(found), ruleset)
        for line, facts in zip(lines, read, strict=True)
    ]


def _read(line: str) -> UrlFacts | Refusal:
    try:
        if not line.isascii():
            line.encode()
        return facts_of_url(scannable(line), line)
    except UnicodeEncodeError:
        return Refusal(_NOT_UTF8, "The line is not valid UTF-8.")
    except InvalidUrl as error:
        return Refusal(error.code, error.detail)


def _found(batch: Sequence[UrlFacts], ruleset: Ruleset) -> Iterator[list[Finding]]:
    """What the rules of the stage find in each URL of the batch, in all that they read of it."""
    kinds = (UrlFacts.kind, LexicalOpinion.kind)
    heard = [(_unaddressed(kind), weighed(_STAGE, kind, ruleset)) for kind in kinds]
    for known in zip(batch, opinions(batch), strict=True):
        yield [
            finding
            for facts, (evidence, rules) in zip(known, heard, strict=True)
            for finding in findings_of(_STAGE, evidence, facts, rules)
        ]


def _answer(line: str, findings: Sequence[Finding], ruleset: Ruleset) -> Answer:
    ledger = entries(_STAGE, findings)
    level = raised(ruleset.thresholds.level(points(ledger)), ledger)
    return Answer(line.strip(), None, level, ledger, probability(findings))


def probability(findings: Iterable[Finding]) -> float:
    """What the points before the clamp mean among as many malicious URLs as benign ones."""
    return 1.0 / (1.0 + exp(-sum(finding.points for finding in findings) / NAT))


@cache
def _unaddressed(kind: str) -> Evidence:
    """What findings point to instead of evidence: hashing each URL's would cost as much as all of
    its rules, for ids that nothing keeps."""
    never = datetime.fromtimestamp(0, UTC)
    return Evidence(id="", source=_STAGE, kind=kind, state=State.OBSERVED, observed_at=never)


def _shown(line: str) -> str:
    raw = line.strip()[:MAX_LENGTH].encode("utf-8", "surrogateescape")
    return raw.decode("utf-8", "replace")


def _entry(line: Entry) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "stage": line.stage.value,
        "points": line.points,
        "text": line.text,
    }

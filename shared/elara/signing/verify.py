"""Whether a signed verdict is what Elara said. Pure: the document and the published keys, no more.

The signature covers the statement; the statement holds the root of the evidence; the root covers
every byte of every record. So a change anywhere is found, and where it is told. What is written
beside these, outside the signature, is refused rather than passed over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictInt,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from elara.evidence.root import evidence_root
from elara.signing.canonical import canonical
from elara.signing.jwks import Jwks
from elara.signing.keys import check
from elara.signing.model import BUNDLE, NotCanonical, Part, Signature, Unverified
from elara.signing.records import address

MOST_SIGNATURES = 8
"""An honest statement has one, at most one for each key of a rotation."""

Hash = Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]


class _Read(BaseModel):
    """What a check needs of the statement; all else in it is signed as well and may be anything."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Line(_Read):
    """An entry of the ledger."""

    rule: str
    stage: str
    points: StrictInt
    evidence: list[str]


class StatedVerdict(_Read):
    """The verdict in a statement."""

    level: str
    score: StrictInt
    stages: dict[str, StrictInt]
    ledger: list[Line]


class StatedRuleset(_Read):
    """The ruleset in a statement."""

    version: str
    hash: str


class Statement(_Read):
    """What was signed: one revision of a verdict and all it depends on."""

    type: Literal["elara.verdict/1"]
    scan_id: str
    org_id: str
    url: str
    url_id: str
    revision: StrictInt
    status: str
    issued_at: Annotated[AwareDatetime, Field(strict=False)]
    verdict: StatedVerdict
    ruleset: StatedRuleset
    evidence_root: Hash


@dataclass(frozen=True, slots=True)
class Verified:
    """A statement that holds, and by which keys."""

    statement: Statement
    kids: tuple[str, ...]
    records: int | None
    """Evidence records that were checked; None for a statement without its evidence."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The parts of a signed document, before anything in it is believed."""

    statement: dict[str, Any]
    signatures: tuple[Signature, ...]
    evidence: dict[str, list[dict[str, Any]]] | None

    @property
    def message(self) -> bytes:
        """The bytes that were signed. Raises Unverified."""
        try:
            return canonical(self.statement)
        except NotCanonical as error:
            raise Unverified(Part.STATEMENT, error.detail) from error


def verify(document: Any, keys: Jwks) -> Verified:
    """What a document states, once all of it holds.

    `document` is the JSON of a bundle `{type, statement, signatures, evidence}` or of a signed
    statement `{statement, signatures}`. Every signature must hold. Raises Unverified, whose
    `part` says what does not.
    """
    signed = taken_apart(document)
    message = signed.message
    for signature in signed.signatures:
        check(signature, message, keys)
    statement = _read(signed.statement)
    _check_sums(statement.verdict)
    if signed.evidence is not None:
        _check_evidence(statement, signed.evidence)
    return Verified(
        statement=statement,
        kids=tuple(each.kid for each in signed.signatures),
        records=None if signed.evidence is None else sum(map(len, signed.evidence.values())),
    )


def taken_apart(document: Any) -> Signed:
    """The parts of a document, nothing checked but their shape. Raises Unverified."""
    if not isinstance(document, dict):
        raise Unverified(Part.DOCUMENT, "It is not a JSON object.")
    bundled = bool(document.keys() & {"type", "evidence"})
    expected = {"statement", "signatures"} | ({"type", "evidence"} if bundled else set())
    if odd := expected ^ document.keys():
        names = ", ".join(sorted(str(name)[:40] for name in odd))
        raise Unverified(Part.DOCUMENT, f"Missing, or outside of what is signed: {names}.")
    if bundled and document["type"] != BUNDLE:
        raise Unverified(Part.DOCUMENT, f"Its type is not {BUNDLE}.")
    if not isinstance(document["statement"], dict):
        raise Unverified(Part.STATEMENT, "It is not a JSON object.")
    evidence = _shaped(_EVIDENCE, document["evidence"], "evidence") if bundled else None
    return Signed(document["statement"], _signatures(document["signatures"]), evidence)


def _signatures(given: Any) -> tuple[Signature, ...]:
    if isinstance(given, list) and not 0 < len(given) <= MOST_SIGNATURES:
        raise Unverified(Part.SIGNATURE, f"There are {len(given)} signatures.")
    try:
        found = _SIGNATURES.validate_python(given)
    except ValidationError as error:
        raise Unverified(Part.SIGNATURE, _first(error)) from error
    if any("alg" not in each.model_fields_set for each in found):
        raise Unverified(Part.SIGNATURE, "A signature does not say its alg.")
    if len({each.kid for each in found}) != len(found):
        raise Unverified(Part.SIGNATURE, "Two signatures name the same key.")
    return tuple(found)


def _read(statement: Mapping[str, Any]) -> Statement:
    try:
        return Statement.model_validate(statement)
    except ValidationError as error:
        raise Unverified(Part.STATEMENT, _first(error)) from error


def _check_sums(verdict: StatedVerdict) -> None:
    sums = dict.fromkeys(verdict.stages, 0)
    for line in verdict.ledger:
        if line.stage not in sums:
            raise Unverified(Part.SUM, f"{line.rule} is of {line.stage}, which has no points.")
        sums[line.stage] += line.points
    for stage, total in sums.items():
        if total != verdict.stages[stage]:
            detail = f"The entries of {stage} give {total}, not {verdict.stages[stage]}."
            raise Unverified(Part.SUM, detail)
    if (total := sum(sums.values())) != verdict.score:
        raise Unverified(Part.SUM, f"The stages give {total}, not {verdict.score}.")


def _check_evidence(statement: Statement, evidence: Mapping[str, Sequence[dict[str, Any]]]) -> None:
    present: set[str] = set()
    for stage, records in evidence.items():
        for place, record in enumerate(records):
            named = address(record)
            if named is None or record.get("id") != named:
                claimed = str(record.get("id"))[:40]
                detail = f"{stage}[{place}], {claimed}, is not what its id stands for."
                raise Unverified(Part.RECORD, detail)
            present.add(named)
    try:
        root = evidence_root(evidence)
    except (ValueError, RecursionError) as error:
        raise Unverified(Part.RECORD, f"It has no canonical form: {error}") from error
    if root != statement.evidence_root:
        detail = "The records are not those the statement was made of."
        raise Unverified(Part.ROOT, detail)
    for line in statement.verdict.ledger:
        if missing := set(line.evidence) - present:
            detail = f"{line.rule} cites {min(missing)}, which is not there."
            raise Unverified(Part.CITATION, detail)


_EVIDENCE = TypeAdapter(dict[str, list[dict[str, Any]]])
_SIGNATURES = TypeAdapter(list[Signature], config=ConfigDict(strict=True))


def _shaped(adapter: TypeAdapter[Any], given: Any, name: str) -> Any:
    try:
        return adapter.validate_python(given, strict=True)
    except ValidationError as error:
        raise Unverified(Part.DOCUMENT, f"{name}: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, and where."""
    found = error.errors(include_input=False, include_url=False)[0]
    return f"{'.'.join(map(str, found['loc']))}: {found['msg']}.".removeprefix(": ")

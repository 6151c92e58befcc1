"""Seals a statement: signs it and puts it into its bundle."""

import hashlib
from dataclasses import dataclass

from pydantic import BaseModel

from elara.bundles.judge import Gathered
from elara.bundles.model import Bundle, Seal, Statement
from elara.evidence.root import evidence_root
from elara.signing.canonical import canonical
from elara.signing.model import Signer


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bundle as it is stored, and the seal that names it."""

    content: bytes
    seal: Seal


async def sealed(statement: Statement, evidence: Gathered, signer: Signer) -> Sealed:
    """The bundle of `statement`, signed. Raises Unavailable when the key does not answer."""
    signature = await signer.sign(json_of(statement))
    bundle = Bundle(statement=statement, signatures=(signature,), evidence=dict(evidence))
    content = json_of(bundle)
    name = hashlib.sha256(content).hexdigest()
    seal = Seal(signatures=(signature,), evidence_root=statement.evidence_root, bundle=name)
    return Sealed(content, seal)


def json_of(model: BaseModel) -> bytes:
    """The canonical JSON of `model`."""
    return canonical(model.model_dump(mode="json"))


def root_of(evidence: Gathered) -> str:
    """The evidence root of records that are still models."""
    return evidence_root(
        {
            stage.value: [piece.model_dump(mode="json") for piece in pieces]
            for stage, pieces in evidence.items()
        }
    )

"""A small signed bundle, put together by hand as the wire format says."""

import asyncio
import copy
from datetime import UTC, datetime
from typing import Any, ClassVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from elara.evidence.model import Evidence, Facts
from elara.evidence.root import evidence_root
from elara.signing.canonical import canonical
from elara.signing.jwks import Jwks
from elara.signing.local import LocalSigner

AT = datetime(2026, 11, 23, 12, 0, 0, 250, tzinfo=UTC)
URL = "https://konto-sicherheit.example-bank.top/anmelden?ref=straße"

Tree = dict[str, Any]


class Seen(Facts):
    """Facts with every kind of JSON value."""

    kind: ClassVar[str] = "seen"
    host: str
    words: tuple[str, ...] = ("anmelden", "konto", "é")
    depth: int = 3
    weight: float = 0.125
    listed: bool = False
    parent: str | None = None


def signer(number: int) -> LocalSigner:
    """Always the same key for a number."""
    return LocalSigner.of(Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))


OLD, NEW, FOREIGN = signer(1), signer(2), signer(3)
KEYS = Jwks(keys=(OLD.jwk, NEW.jwk))

_FIRST = Evidence.of("url_analysis", Seen(host="example-bank.top"), AT)
_SECOND = Evidence.of("lexical", Seen(host="example-bank.top", depth=2, weight=-1.5), AT)
_SILENT = Evidence.silence("urlhaus", "source_answer", "timeout", AT)


def evidence() -> dict[str, list[Tree]]:
    return {
        "url_analysis": [each.model_dump(mode="json") for each in (_FIRST, _SECOND)],
        "ti_lookup": [_SILENT.model_dump(mode="json")],
    }


def statement(records: dict[str, list[Tree]] | None = None) -> Tree:
    def line(rule: str, stage: str, points: int, *cited: str) -> Tree:
        entry = {"rule": rule, "stage": stage, "points": points, "evidence": list(cited)}
        return entry | {"text": f"{rule} was seen.", "decides": None}

    return {
        "type": "elara.verdict/1",
        "scan_id": "scn_0193a5d2-0000-7000-8000-000000000001",
        "org_id": "org_demo",
        "url": URL,
        "url_id": "5f" * 32,
        "revision": 1,
        "status": "partial",
        "issued_at": "2026-11-23T12:00:01.5Z",
        "verdict": {
            "level": "suspicious",
            "score": 515,
            "scale": "0 = no evidence of risk, 1000 = every stage at its cap",
            "confidence": 1.0,
            "coverage": {"asked": 3, "answered": 2, "share": 0.6667, "missing": ["ti_lookup"]},
            "stages": {"url_analysis": 515, "ti_lookup": 0},
            "ledger": [
                line("url.brand_look_alike", "url_analysis", 430, _FIRST.id),
                line("url.words_of_login", "url_analysis", 120, _FIRST.id, _SECOND.id),
                line("url.known_suffix", "url_analysis", -15, _SECOND.id),
                line("clamp", "url_analysis", -20),
            ],
            "ruleset": "2026.11",
        },
        "ruleset": {"version": "2026.11", "hash": f"sha256:{'ab' * 32}"},
        "inputs": {"outages": {"dns_analysis": "no_record"}, "degraded": ["ti_lookup"]},
        "evidence_root": evidence_root(evidence() if records is None else records),
    }


def sealed(said: Tree, *signers: LocalSigner) -> Tree:
    """A bare statement, signed by all of `signers`."""
    message = canonical(said)
    made = [asyncio.run(each.sign(message)).model_dump() for each in signers]
    return {"statement": copy.deepcopy(said), "signatures": made}


def bundle(*signers: LocalSigner) -> Tree:
    """The whole specimen, signed by the old key unless told."""
    document = sealed(statement(), *(signers or (OLD,)))
    return {"type": "elara.bundle/1", **document, "evidence": evidence()}

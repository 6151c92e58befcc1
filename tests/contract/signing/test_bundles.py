"""What seals a bundle and what verifies it agree, on a verdict the rules really give."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from elara.bundles.judge import judge
from elara.bundles.model import Inputs, RulesetName, Statement
from elara.bundles.seal import root_of, sealed
from elara.evidence.model import Evidence
from elara.rules.ruleset import current
from elara.scoring.model import Stage
from elara.signing.canonical import canonical, strictly_parsed
from elara.signing.model import Part, Unverified
from elara.signing.ring import KeyRing
from elara.signing.verify import verify
from elara.urls.facts import facts_of
from tests.unit.signing.specimen import KEYS, OLD

AT = datetime(2026, 11, 23, 12, 0, 0, 123000, tzinfo=UTC)
URL = "https://konto-paypal.example-login.top/signin?mail=jörg@example.com"


async def bundled() -> bytes:
    """A scan of which most stages left no record, judged and sealed by the code that does so."""
    silence = Evidence.silence("urlhaus", "source_answer", "timeout", AT)
    gathered = {
        Stage.URL_ANALYSIS: (Evidence.of(Stage.URL_ANALYSIS.value, facts_of(URL), AT),),
        Stage.TI_LOOKUP: (silence,),
    }
    inputs = Inputs(outages={Stage.DNS_ANALYSIS: "no_record"}, degraded=(Stage.TI_LOOKUP,))
    judgement = judge(gathered, inputs, AT, current())
    verdict = judgement.verdict
    statement = Statement(
        scan_id="scn_0193a5d2-0000-7000-8000-000000000001",
        org_id="org_demo",
        url=facts_of(URL).href,
        url_id="5f" * 32,
        revision=1,
        status="partial",
        issued_at=AT,
        verdict=verdict,
        ruleset=RulesetName(version=verdict.ruleset, hash=verdict.ruleset_hash),
        inputs=inputs,
        evidence_root=root_of(judgement.evidence),
    )
    return (await sealed(statement, judgement.evidence, KeyRing(OLD, KEYS))).content


async def test_what_is_sealed_verifies() -> None:
    content = await bundled()
    document = strictly_parsed(content)
    assert canonical(document) == content
    found = verify(document, KEYS)
    assert found.kids == (OLD.jwk.kid,)
    assert found.records == 3
    assert found.statement.verdict.score == sum(found.statement.verdict.stages.values()) > 0


async def test_every_leaf_of_it_is_covered() -> None:
    document = strictly_parsed(await bundled())
    changed = 0
    for parent, name in list(_places(document)):
        was = parent[name]
        parent[name] = f"{was}x" if isinstance(was, str) else "x"
        with pytest.raises(Unverified):
            verify(document, KEYS)
        parent[name] = was
        changed += 1
    assert changed > 60
    verify(document, KEYS)


async def test_a_bundle_written_by_another_tool_still_verifies() -> None:
    document = json.loads(json.dumps(json.loads(await bundled()), indent=2, sort_keys=False))
    verify(document, KEYS)
    document["evidence"]["ti_lookup"].clear()
    with pytest.raises(Unverified) as caught:
        verify(document, KEYS)
    assert caught.value.part is Part.ROOT


def _places(tree: Any) -> Any:
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for name, each in pairs:
        if isinstance(each, (dict, list)):
            yield from _places(each)
        else:
            yield tree, name

"""Verifying: what holds is said to hold, and any change anywhere is found and named."""

import copy
import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from elara.evidence.model import Evidence, Facts
from elara.evidence.root import evidence_root
from elara.signing.canonical import canonical, strictly_parsed
from elara.signing.encoding import decoded, encoded
from elara.signing.jwks import Jwks, Revoked
from elara.signing.model import Part, Unverified
from elara.signing.records import address
from elara.signing.verify import verify
from tests.unit.signing.specimen import (
    AT,
    FOREIGN,
    KEYS,
    NEW,
    OLD,
    Tree,
    bundle,
    evidence,
    sealed,
    statement,
)

Path = tuple[str | int, ...]


def leaves(tree: Any, path: Path = ()) -> Iterator[Path]:
    match tree:
        case dict():
            for name, each in tree.items():
                yield from leaves(each, (*path, name))
        case list():
            for place, each in enumerate(tree):
                yield from leaves(each, (*path, place))
        case _:
            yield path


def at(tree: Any, path: Path) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def changed(tree: Tree, path: Path, value: Any) -> Tree:
    other = copy.deepcopy(tree)
    at(other, path[:-1])[path[-1]] = value
    return other


def refused(document: Any, keys: Jwks = KEYS) -> Part:
    with pytest.raises(Unverified) as caught:
        verify(document, keys)
    return caught.value.part


WHOLE = bundle()
LEAVES = list(leaves(WHOLE))
OBJECTS = sorted({path[:depth] for path in LEAVES for depth in range(len(path))}, key=repr)


def test_a_bundle_and_its_bare_statement_hold() -> None:
    found = verify(WHOLE, KEYS)
    assert found.kids == (OLD.jwk.kid,)
    assert found.records == 3
    assert found.statement.verdict.score == 515
    bare = {"statement": WHOLE["statement"], "signatures": WHOLE["signatures"]}
    assert verify(bare, KEYS).records is None
    assert verify(bundle(OLD, NEW), KEYS).kids == (OLD.jwk.kid, NEW.jwk.kid)


OTHER_VALUES: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats()
    | st.text(st.characters(exclude_categories=[]), max_size=20)
    | st.just([])
    | st.just({})
)


@given(st.sampled_from(LEAVES), st.data())
def test_any_change_of_any_leaf_is_found(path: Path, data: st.DataObject) -> None:
    was = at(WHOLE, path)
    nearby: st.SearchStrategy[Any] = st.nothing()
    if isinstance(was, str):
        swapped = st.builds(
            lambda place, new: was[:place] + new + was[place + 1 :],
            st.integers(0, len(was)),
            st.characters(),
        )
        nearby = swapped | st.sampled_from([f"{was} ", was.upper(), was[:-1], f"{was}\u0000"])
    elif isinstance(was, (int, float)) and not isinstance(was, bool):
        nearby = st.sampled_from([was + 1, was - 1, -was, was * 1.0000000001, str(was), bool(was)])
    value = data.draw(OTHER_VALUES | nearby)
    same_type = isinstance(value, bool) == isinstance(was, bool)
    assume(not (same_type and value == was))
    refused(changed(WHOLE, path, value))


@given(st.sampled_from(OBJECTS), st.data())
def test_nothing_can_be_added_taken_or_moved(path: Path, data: st.DataObject) -> None:
    other = copy.deepcopy(WHOLE)
    place = at(other, path)
    if isinstance(place, dict):
        names = sorted(place)
        match data.draw(st.sampled_from(["add", "take", "swap"])):
            case "add":
                place[data.draw(st.text(max_size=5).filter(lambda n: n not in place))] = "x"
            case "take" if names:
                del place[data.draw(st.sampled_from(names))]
            case _:
                assume(len(names) > 1)
                one, two = names[:2]
                assume(place[one] != place[two])
                place[one], place[two] = place[two], place[one]
    else:
        match data.draw(st.sampled_from(["double", "take", "turn"])):
            case "double" if place:
                place.append(place[0])
            case "take" if place:
                place.pop()
            case _:
                assume(place != place[::-1])
                place.reverse()
    assume(other != WHOLE)
    refused(other)


@given(st.binary(min_size=1, max_size=64), st.integers(0, 63))
def test_no_other_signature_holds(noise: bytes, start: int) -> None:
    raw = bytearray(decoded(WHOLE["signatures"][0]["sig"], 64))
    for place, byte in enumerate(noise[: 64 - start]):
        raw[start + place] ^= byte
    assume(bytes(raw) != decoded(WHOLE["signatures"][0]["sig"], 64))
    path: Path = ("signatures", 0, "sig")
    assert refused(changed(WHOLE, path, encoded(bytes(raw)))) is Part.SIGNATURE


@pytest.mark.parametrize(
    ("path", "value", "part"),
    [
        (("type",), "elara.bundle/2", Part.DOCUMENT),
        (("statement", "verdict", "level"), "clean", Part.SIGNATURE),
        (("statement", "verdict", "ledger", 0, "text"), "Nothing.", Part.SIGNATURE),
        (("statement", "inputs", "degraded"), [], Part.SIGNATURE),
        (("signatures", 0, "kid"), FOREIGN.jwk.kid, Part.UNKNOWN_KEY),
        (("signatures", 0, "kid"), NEW.jwk.kid, Part.SIGNATURE),
        (("signatures", 0, "alg"), "none", Part.SIGNATURE),
        (("signatures", 0, "alg"), "HS256", Part.SIGNATURE),
        (("signatures", 0, "alg"), "Ed25519", Part.SIGNATURE),
        (("signatures",), [], Part.SIGNATURE),
        (("signatures",), WHOLE["signatures"] * 2, Part.SIGNATURE),
        (("evidence", "url_analysis", 0, "data", "host"), "other.example", Part.RECORD),
        (("evidence", "url_analysis", 1, "data", "weight"), 1.5, Part.RECORD),
        (("evidence", "ti_lookup", 0, "reason"), "quota", Part.RECORD),
        (("evidence", "ti_lookup", 0, "observed_at"), "2026-11-23T12:00:00Z", Part.RECORD),
        (("evidence", "ti_lookup", 0, "observed_at"), "2026-11-23T12:00:00.00025+00:00", Part.ROOT),
        (("evidence", "ti_lookup", 0, "note"), "seen", Part.ROOT),
        (("evidence", "ti_lookup"), [], Part.ROOT),
    ],
    ids=str,
)
def test_the_part_that_does_not_hold_is_named(path: Path, value: Any, part: Part) -> None:
    assert refused(changed(WHOLE, path, value)) is part


def test_a_record_with_an_id_that_fits_is_still_not_the_one_that_was_signed() -> None:
    other = changed(WHOLE, ("evidence", "url_analysis", 0, "data", "host"), "other.example")
    record = other["evidence"]["url_analysis"][0]
    record["id"] = address(record)
    assert refused(other) is Part.ROOT


@pytest.mark.parametrize("document", [None, [], "x", 7, {}, {"statement": {}}, {"signatures": []}])
def test_what_is_no_document_is_told(document: Any) -> None:
    assert refused(document) is Part.DOCUMENT


# From here on the signature is good and what was signed is not: a signer with a fault.


def resealed(said: Tree, records: dict[str, list[Tree]] | None = None) -> Tree:
    document = sealed(said, OLD)
    return {
        "type": "elara.bundle/1",
        **document,
        "evidence": evidence() if records is None else records,
    }


@pytest.mark.parametrize(
    ("path", "value", "part"),
    [
        (("verdict", "score"), 514, Part.SUM),
        (("verdict", "stages", "ti_lookup"), 1, Part.SUM),
        (("verdict", "stages"), {"url_analysis": 515}, None),
        (("verdict", "stages"), {"ti_lookup": 0}, Part.SUM),
        (("verdict", "ledger", 0, "points"), 429, Part.SUM),
        (("verdict", "ledger", 0, "points"), 430.0, Part.STATEMENT),
        (("verdict", "ledger", 0, "points"), True, Part.STATEMENT),
        (("verdict", "ledger", 3, "stage"), "ti_lookup", Part.SUM),
        (("verdict", "ledger", 0, "evidence"), ["ev_" + "0" * 20], Part.CITATION),
        (("verdict", "ledger", 0, "evidence"), "ev_", Part.STATEMENT),
        (("verdict", "ledger"), [], Part.SUM),
        (("evidence_root",), f"sha256:{'0' * 64}", Part.ROOT),
        (("evidence_root",), "0" * 64, Part.STATEMENT),
        (("type",), "elara.verdict/2", Part.STATEMENT),
        (("issued_at",), "yesterday", Part.STATEMENT),
        (("issued_at",), "2026-11-23T12:00:00", Part.STATEMENT),
        (("revision",), "1", Part.STATEMENT),
        (("new_in_a_later_version",), {"any": "thing"}, None),
    ],
    ids=str,
)
def test_a_signed_statement_must_hold_in_itself(path: Path, value: Any, part: Part | None) -> None:
    document = resealed(changed(statement(), path, value))
    if part is None:
        verify(document, KEYS)
    else:
        assert refused(document) is part


@pytest.mark.parametrize("odd", ["\ud800", 2**53, float("nan")])
def test_what_has_no_canonical_form_is_not_verified(odd: Any) -> None:
    assert refused(changed(WHOLE, ("statement", "url"), odd)) is Part.STATEMENT
    path: Path = ("evidence", "url_analysis", 0, "data", "host")
    assert refused(changed(WHOLE, path, odd)) is Part.RECORD


def test_how_the_json_is_written_does_not_matter() -> None:
    turned = json.loads(json.dumps(WHOLE), object_pairs_hook=lambda pairs: dict(pairs[::-1]))
    assert list(turned) != list(WHOLE)
    verify(turned, KEYS)
    written = json.dumps(WHOLE, indent=4, ensure_ascii=True).encode()
    assert b"\\u00df" in written
    verify(strictly_parsed(written), KEYS)
    assert WHOLE["statement"]["verdict"]["confidence"] == 1.0
    assert b'"confidence":1,' in canonical(WHOLE)
    verify(strictly_parsed(canonical(WHOLE)), KEYS)


def test_a_member_named_twice_is_refused_before_anybody_picks_one() -> None:
    text = json.dumps(WHOLE)
    doubled = text.replace('"score": 515', '"score": 0, "score": 515')
    assert json.loads(doubled) == WHOLE
    with pytest.raises(Unverified, match="twice"):
        strictly_parsed(doubled.encode())


def test_strings_that_look_the_same_are_not() -> None:
    document = resealed(changed(statement(), ("url",), "https://café.example/"))
    verify(document, KEYS)
    apart = unicodedata.normalize("NFD", document["statement"]["url"])
    assert refused(changed(document, ("statement", "url"), apart)) is Part.SIGNATURE


def test_both_keys_of_a_rotation_verify_and_a_revoked_one_does_not() -> None:
    before, after = bundle(OLD), bundle(NEW)
    assert verify(before, KEYS).kids != verify(after, KEYS).kids
    gone = Revoked(
        kid=OLD.jwk.kid, revoked_at=datetime(2026, 11, 24, tzinfo=UTC), reason="It was copied."
    )
    for kept in ((NEW.jwk,), (OLD.jwk, NEW.jwk)):
        later = Jwks(keys=kept, revoked=(gone,))
        verify(after, later)
        with pytest.raises(Unverified, match=r"revoked on 2026-11-24.*It was copied") as caught:
            verify(before, later)
        assert caught.value.part is Part.REVOKED_KEY
        assert refused(bundle(NEW, OLD), later) is Part.REVOKED_KEY
    assert refused(before, Jwks(keys=(NEW.jwk,))) is Part.UNKNOWN_KEY


class Anything(Facts):
    """Facts that may hold any JSON."""

    kind: ClassVar[str] = "anything"
    what: Any


SAFE = 2**53 - 1
NUMBERS = st.integers(-SAFE, SAFE) | st.floats(-SAFE, SAFE)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TREES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=8,
)


@given(TREES, TEXT, st.datetimes(timezones=st.just(UTC)))
def test_an_address_survives_storage_and_is_the_one_the_collector_gave(
    what: Any, source: str, when: datetime
) -> None:
    piece = Evidence.of(source, Anything(what=what), when)
    record = piece.model_dump(mode="json")
    assert address(record) == piece.id
    assert address(strictly_parsed(canonical(record))) == piece.id
    silence = Evidence.silence(source, "anything", "timeout", AT)
    assert address(silence.model_dump(mode="json")) == silence.id


@pytest.mark.parametrize("name", ["source", "kind", "state", "reason", "observed_at", "data"])
def test_a_record_that_is_not_whole_has_no_address(name: str) -> None:
    record = evidence()["url_analysis"][0]
    del record[name]
    assert address(record) is None
    record["id"] = None
    document = changed(WHOLE, ("evidence", "url_analysis", 0), record)
    assert refused(document) in (Part.RECORD, Part.ROOT)


def test_the_root_depends_on_stage_order_and_record() -> None:
    records = evidence()
    assert evidence_root(dict(reversed(records.items()))) == evidence_root(records)
    turned = {**records, "url_analysis": records["url_analysis"][::-1]}
    assert evidence_root(turned) != evidence_root(records)


def test_a_record_without_anything_is_refused() -> None:
    document = changed(WHOLE, ("evidence", "url_analysis", 0), {})
    assert refused(document) is Part.RECORD

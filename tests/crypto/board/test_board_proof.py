"""What a board proves: that a ballot is sealed, that a chain only grew; and all that is not so."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crypto.board.board_proof import GrowthProof, SealedProof, fingerprint_of
from crypto.board.checkpoint import Checkpoint, event_tree, make_checkpoint
from crypto.canonical import dumps, sha256_b64
from crypto.errors import ParseError, RecordError, Refused
from crypto.record.record import Record, read_record
from crypto.record.record_builder import RecordBuilder
from tests.crypto.fixtures.server_keys import KEY, OTHER
from tests.crypto.fixtures.small_records import begun

MEETING = "xinyi-2026"


def ballot(number: int) -> bytes:
    """A text in the outer form of a ballot: what is hashed, then the signature."""
    return dumps({"answers": [number], "signature": {"hash": "", "proof": str(number)}}).encode()


def chain(ballots: int) -> RecordBuilder:
    return begun().add_ballots(ballot(number) for number in range(ballots))


RECORD = read_record(chain(9).appended_bytes())
NOTE = make_checkpoint(KEY, Checkpoint.of_record(MEETING, RECORD))
FINGERPRINT = sha256_b64('{"answers":[3]}')


def sealed(record: Record = RECORD, number: int = 3, note: str = NOTE) -> SealedProof:
    size = len(record.events)
    found = record.ballots[number]
    return SealedProof(
        found.data.decode(),
        found.event.event.to_bytes().decode(),
        event_tree(record).inclusion_proof(found.height, size),
        note,
    )


def test_a_sealed_ballot_is_proved_to_whoever_holds_its_fingerprint() -> None:
    found = SealedProof.parse(sealed().to_json())
    assert found == sealed()
    assert found.check(FINGERPRINT, KEY.public) == Checkpoint.of_record(MEETING, RECORD)
    assert found.parsed_event().height == 4
    assert list(json.loads(found.to_json())) == [
        "ballot",
        "event",
        "height",
        "parent",
        "proof",
        "checkpoint",
    ]


def test_the_first_ballot_of_all_is_proved_too() -> None:
    found = SealedProof.parse(sealed(number=0).to_json())
    assert found.parsed_event().height == 1
    found.check(fingerprint_of(ballot(0).decode()), KEY.public)


OTHER_CHAIN = read_record(begun().add_ballots([ballot(3), ballot(7)]).appended_bytes())


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        (sealed(number=4), "proof-ballot"),
        (replace(sealed(), ballot=ballot(4).decode()), "proof-ballot"),
        (replace(sealed(), event=sealed(number=4).event), "proof-ballot"),
        (
            replace(sealed(), event=RECORD.events[0].event.to_bytes().decode()),
            "proof-ballot",
        ),
        (replace(sealed(), event=sealed().event.replace("Ballot", "Result")), "proof-ballot"),
        (replace(sealed(), proof=sealed(number=4).proof), "merkle-inclusion"),
        (replace(sealed(), proof=()), "merkle-length"),
        (sealed(OTHER_CHAIN, 0), "merkle-length"),
        (
            replace(sealed(), checkpoint=make_checkpoint(OTHER, Checkpoint.of_record("m", RECORD))),
            "note-unsigned",
        ),
        (
            replace(
                sealed(), checkpoint=make_checkpoint(KEY, Checkpoint.of_record("m", RECORD, 4))
            ),
            "merkle-size",
        ),
        (replace(sealed(), checkpoint=NOTE.replace("\n10\n", "\n11\n")), "note-signature"),
    ],
)
def test_a_false_proof_is_refused(proof: SealedProof, code: str) -> None:
    with pytest.raises(Refused) as caught:
        proof.check(FINGERPRINT, KEY.public, where="board")
    assert caught.value.code == code
    assert caught.value.where.startswith("board.")


def test_a_proof_is_of_one_fingerprint_only() -> None:
    with pytest.raises(Refused) as caught:
        sealed().check(sha256_b64('{"answers":[4]}'), KEY.public)
    assert caught.value.code == "proof-ballot"


def test_the_fingerprint_is_the_hash_of_the_ballot_without_its_signature() -> None:
    assert fingerprint_of(ballot(3).decode()) == FINGERPRINT
    assert fingerprint_of('{"a":1,"b":2,"signature":3}') == sha256_b64('{"a":1,"b":2}')
    signed_first = '{"signature":1,"answers":[3]}'
    for wrong in ("", "[]", "{}", signed_first, '{"answers":[3]}', '["signature"]'):
        with pytest.raises(ParseError):
            fingerprint_of(wrong, where="ballot")


Edit = Callable[[dict[str, Any]], Any]
SHORT = "A" * 42
EDITS: list[tuple[str, Edit]] = [
    ("json-fields", lambda v: v.pop("parent")),
    ("proof-event", lambda v: v.update(height=5)),
    ("proof-event", lambda v: v.update(parent="0" * 64)),
    ("integer-out-of-range", lambda v: v.update(height=0)),
    ("integer-out-of-range", lambda v: v.update(height=2**30)),
    ("hash-form", lambda v: v.update(parent="")),
    ("hash-form", lambda v: v.update(proof=[SHORT])),
    ("hash-form", lambda v: v.update(proof=["A" * 43 + "="])),
    ("array-length", lambda v: v.update(proof=["A" * 43] * 65)),
    ("json-type", lambda v: v.update(proof=1)),
    ("json-type", lambda v: v.update(checkpoint=1)),
    ("json-syntax", lambda v: v.update(event="")),
]


@pytest.mark.parametrize(("code", "edit"), EDITS)
def test_a_proof_is_read_strictly(code: str, edit: Edit) -> None:
    value = json.loads(sealed().to_json())
    edit(value)
    with pytest.raises(ParseError) as caught:
        SealedProof.parse(dumps(value), where="board")
    assert caught.value.code == code
    with pytest.raises(ParseError):
        SealedProof.parse(sealed().to_json() + "\n")


def test_the_first_event_holds_no_ballot_and_its_proof_is_not_read() -> None:
    first = replace(sealed(), event=RECORD.events[0].event.to_bytes().decode())
    with pytest.raises(ParseError) as caught:
        SealedProof.parse(first.to_json(), where="board")
    assert (caught.value.code, caught.value.where) == ("integer-out-of-range", "board.height")


def at(size: int, record: Record = RECORD) -> Checkpoint:
    return Checkpoint.of_record(MEETING, record, size)


def grown(first: int, second: int, note: str = "") -> GrowthProof:
    return GrowthProof(first, second, event_tree(RECORD).consistency_proof(first, second), note)


@pytest.mark.parametrize(("first", "second"), [(1, 10), (4, 10), (7, 9), (10, 10)])
def test_growth_is_proved_between_any_two_checkpoints(first: int, second: int) -> None:
    for proof in (grown(first, second), grown(first, second, NOTE)):
        again = GrowthProof.parse(proof.to_json())
        assert again == proof
        again.check(at(first), at(second))


@pytest.mark.parametrize(
    ("proof", "earlier", "later", "code"),
    [
        (grown(4, 9), at(4), at(10), "checkpoint-fork"),
        (grown(3, 10), at(4), at(10), "checkpoint-fork"),
        (replace(grown(3, 10), first=4), at(4), at(10), "checkpoint-fork"),
        (replace(grown(4, 10), first=3), at(4), at(10), "checkpoint-fork"),
        (replace(grown(4, 10), second=9), at(4), at(10), "checkpoint-fork"),
        (grown(3, 3), at(2, OTHER_CHAIN), at(10), "checkpoint-fork"),
        (GrowthProof(10, 4, ()), at(10), at(4), "checkpoint-rollback"),
    ],
)
def test_growth_that_was_not_proved_is_refused(
    proof: GrowthProof, earlier: Checkpoint, later: Checkpoint, code: str
) -> None:
    with pytest.raises(RecordError) as caught:
        proof.check(earlier, later, where="board")
    assert (caught.value.code, caught.value.where) == (code, "board")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("{}", "json-fields"),
        ('{"from":0,"to":1,"proof":[]}', "integer-out-of-range"),
        ('{"from":1,"to":0,"proof":[]}', "integer-out-of-range"),
        ('{"from":1073741825,"to":1,"proof":[]}', "integer-out-of-range"),
        ('{"from":1,"to":1073741825,"proof":[]}', "integer-out-of-range"),
        ('{"to":1,"from":1,"proof":[]}', "json-fields"),
        ('{"from":1,"to":1,"proof":[""]}', "hash-form"),
        ('{"from":1,"to":1,"proof":[],"checkpoint":[]}', "json-type"),
        ('{"from":1,"to":1,"proof":[],"more":1}', "json-fields"),
    ],
)
def test_a_proof_of_growth_is_read_strictly(wrong: str, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        GrowthProof.parse(wrong)
    assert caught.value.code == code


def test_growth_between_the_longest_chains_is_read() -> None:
    longest = GrowthProof(2**30, 2**30, ())
    assert GrowthProof.parse(longest.to_json()) == longest


def test_texts_that_hold_no_ballot_prove_nothing() -> None:
    record = read_record(begun().add_ballots([b'{"answers":[3]}']).appended_bytes())
    note = make_checkpoint(KEY, Checkpoint.of_record(MEETING, record))
    with pytest.raises(ParseError) as caught:
        sealed(record, 0, note).check(FINGERPRINT, KEY.public)
    assert caught.value.code == "proof-ballot"

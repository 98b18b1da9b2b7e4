"""Proofs, signatures and receipts from elsewhere, and shuffles that are none: each is named.

Everything replayed was made honestly, for another question, box, meeting or teller; whoever brings
it here signs for it with their own good key wherever it is not the signature that is replayed.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.receipt import sign_receipt
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.record.record import read_record
from crypto.shuffles.challenge import ShuffleStatement
from crypto.shuffles.making import Mixing, prove_shuffle
from crypto.shuffles.making import shuffle as shuffle_row
from crypto.shuffles.shuffle import Shuffle
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from tally.findings.finding import Finding, Findings, Level
from tally.verify.evidence.receipts import Honour, check_receipt
from tally.verify.record.box import verify_record
from tests.tally.fixtures.cheating_tellers import Forced
from tests.tally.fixtures.counted_again import Counted, counted
from tests.tally.fixtures.small_hall import build_hall, thieves_hall
from tests.tally.fixtures.spoiled_records import edited
from tests.tally.fixtures.written_hall import HONEST, PAPERS, THREE

BOX, OTHER = "r1-A", "r1-B"
SOURCES = ("question", "box", "meeting", "teller")


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Counted]:
    """Two boxes of one meeting and one of another, with as many ballots and the same papers."""
    folder = tmp_path_factory.mktemp("replayed")
    many = {BOX: len(HONEST), OTHER: len(HONEST)}
    halls = [
        build_hall(folder / name, PAPERS, ballots=many, name=name, people=THREE)
        for name in ("one-2026", "other-2026")
    ]
    for hall in halls:
        for cast in hall.cast.values():
            cast[:] = HONEST
    return {
        "here": counted(halls[0], BOX),
        "box": counted(halls[0], OTHER),
        "meeting": counted(halls[1], BOX),
    }


def codes(found: list[Finding]) -> set[str]:
    return {each.code for each in found}


def where(found: list[Finding], code: str) -> set[str]:
    return {each.where for each in found if each.code == code}


def test_what_is_replayed_is_good_where_it_comes_from(boxes: dict[str, Counted]) -> None:
    for each in boxes.values():
        assert each.judged() == []


def texts(boxes: dict[str, Counted], what: str, source: str) -> tuple[bytes, bytes]:
    """The text of ours that is changed, and the one from which a proof is taken."""
    here = getattr(boxes["here"], what)
    if source == "question":
        return here[0][1], here[0][1]
    if source == "teller":
        return here[0][1], here[1][1]
    return here[0][1], getattr(boxes[source], what)[0][1]


@pytest.mark.parametrize("source", SOURCES)
def test_a_shuffle_proof_from_elsewhere(boxes: dict[str, Counted], source: str) -> None:
    text, other = texts(boxes, "shuffles", source)
    taken = json.loads(other)["proofs"][1 if source == "question" else 0]

    def edit(value: Any) -> None:
        value["proofs"][0] = taken

    changed = boxes["here"].changed("shuffles", 0, edited(text, edit))
    first = read_record(changed.record()).shuffles[0].event.event.height
    found = changed.judged()
    assert any(each.startswith(f"event {first}") for each in where(found, "shuffle-proof"))


@pytest.mark.parametrize("source", ["box", "meeting"])
def test_a_whole_shuffle_from_elsewhere(boxes: dict[str, Counted], source: str) -> None:
    _text, other = texts(boxes, "shuffles", source)
    found = boxes["here"].changed("shuffles", 0, other).judged()
    assert "shuffle-proof" in codes(found)
    assert "act-signature" not in codes(found)


@pytest.mark.parametrize("source", SOURCES)
def test_a_decryption_proof_from_elsewhere(boxes: dict[str, Counted], source: str) -> None:
    text, other = texts(boxes, "shares", source)
    taken = json.loads(other)["decryption_proofs"][2 if source == "question" else 1][0]

    def edit(value: Any) -> None:
        value["decryption_proofs"][1][0] = taken

    found = boxes["here"].changed("shares", 0, edited(text, edit)).judged()
    assert codes(found) == {"decryption-proof", "shares-missing"}
    (place,) = where(found, "decryption-proof")
    assert place.endswith("decryption_proofs[1][0]")


@pytest.mark.parametrize("source", ["box", "meeting", "teller"])
def test_a_bound_proof_from_elsewhere(boxes: dict[str, Counted], source: str) -> None:
    here = boxes["here"]
    taken = here.bounds[1] if source == "teller" else boxes[source].bounds[0]
    found = replace(here, bounds=(taken, here.bounds[1])).judged()
    assert codes(found) == {"bound-proof", "shares-missing"}


@pytest.mark.parametrize("of", ["shuffle", "share"])
@pytest.mark.parametrize("source", ["box", "meeting", "teller"])
def test_a_signature_from_elsewhere(boxes: dict[str, Counted], source: str, of: str) -> None:
    """Even one that its teller made over the same data, for another box or under another number."""
    here = boxes["here"]
    at, last = (0, len(here.shuffles)) if of == "shuffle" else (len(here.shuffles), None)
    acts = here.acts()
    other = acts[at + 1] if source == "teller" else boxes[source].acts()[at]
    changed = (*acts[:at], replace(acts[at], signature=other.signature), *acts[at + 1 :])
    found = here.judged(changed)
    follows = "shuffles-few" if last else "shares-missing"
    assert codes(found) == {"act-signature", follows}


@pytest.mark.parametrize("wrong", ["setup", "parent", "owner", "payload", "key"])
def test_an_act_signs_box_place_owner_and_data(boxes: dict[str, Counted], wrong: str) -> None:
    """A teller signs a share of ours as another act than it is, or another teller signs it."""
    here = boxes["here"]
    record = read_record(here.record())
    owned = record.partial_decryptions[0]
    said: dict[str, Any] = {
        "setup": record.setup_hash,
        "parent": owned.event.event.parent or "",
        "owner": owned.owner,
        "payload": here.acts()[len(here.shuffles)].payload,
    }
    other: dict[str, Any] = {
        "setup": read_record(boxes["box"].closed).setup_hash,
        "parent": record.head.hash,
        "owner": 2,
        "payload": "0" * 64,
    }
    signer = 2 if wrong == "key" else owned.owner
    said |= {wrong: other[wrong]} if wrong in other else {}
    message = act_message(said["setup"], said["parent"], said["owner"], said["payload"])
    group = here.hall.elections[BOX].group
    signing = derive_keys(group, here.hall.key(signer).key.seed).signing
    acts = list(here.acts())
    at = len(here.shuffles)
    acts[at] = replace(acts[at], signature=sign_act(group, signing, message))
    assert codes(here.judged(tuple(acts))) == {"act-signature", "shares-missing"}


@pytest.mark.parametrize("change", ["shorter", "longer", "answers only", "empty", "no row"])
def test_a_shuffle_of_the_wrong_length(boxes: dict[str, Counted], change: str) -> None:
    here = boxes["here"]
    shuffle = json.loads(here.shuffles[0][1])

    def edit(value: Any) -> None:
        rows, proofs = value["ciphertexts"], value["proofs"]
        if change in ("shorter", "answers only"):
            rows[0].pop()
        if change == "longer":
            rows[0].append(shuffle["ciphertexts"][0][0])
        if change == "empty":
            rows[0].clear()
        if change == "no row":
            rows.pop()
            proofs.pop()
        if change == "shorter":
            # Everything of the proof that has an entry for each answer.
            for part in (proofs[0][0][3], proofs[0][1][4], proofs[0][1][5], *proofs[0][2:]):
                if isinstance(part, list):
                    part.pop()

    found = here.changed("shuffles", 0, edited(here.shuffles[0][1], edit)).judged()
    assert "array-length" in codes(found)
    (place,) = where(found, "array-length")
    assert ".ciphertexts" in place


def test_a_permutation_that_drops_an_answer_for_another_one_twice(
    boxes: dict[str, Counted],
) -> None:
    """The best that can be made of it: every re-encryption is true, one input is never used."""
    here = boxes["here"]
    election = here.hall.elections[BOX]
    group, key = election.group, election.public_key
    record = read_record(here.closed)
    size = len(record.ballots)
    tally = EncryptedTally.parse(election, record.encrypted_tally_bytes or b"", single_answers=size)
    rows: list[Any] = []
    proofs: list[Any] = []
    for at in election.single_questions:
        before = tally.questions[at]
        doubled = (before[0], before[0], *before[2:]) if not rows else before
        after, mixing = shuffle_row(group, key, doubled, Forced())
        statement = ShuffleStatement(group, key, election.fingerprint, before, after)
        rows.append(after)
        proofs.append(prove_shuffle(statement, Mixing(mixing.permutation, mixing.r), Forced()))
    made = Shuffle(group, tuple(rows), tuple(proofs)).to_json().encode()
    found = here.changed("shuffles", 0, made).judged()
    assert "shuffle-proof" in codes(found)
    (first, *_others) = sorted(where(found, "shuffle-proof"))
    assert first.startswith("event ")


def test_a_receipt_of_another_meeting_shows_nothing_here(boxes: dict[str, Counted]) -> None:
    here, other = boxes["here"], boxes["meeting"]
    found = Findings()
    verified = verify_record(here.closed, BOX, workers=1)
    record = read_record(other.closed)
    note = make_checkpoint(
        other.hall.server, Checkpoint.of_record(other.hall.meeting.id, record, 1)
    )
    receipt = sign_receipt(other.hall.server, record.setup_hash, "A" * 43, note)
    judged = check_receipt(receipt, here.hall.meeting, (verified,), found)
    assert judged.honour is Honour.REFUSED
    assert [(each.code, each.level) for each in found.found] == [("receipt-foreign", Level.NOTE)]


def test_a_receipt_of_another_meeting_under_the_same_server_is_named(
    boxes: dict[str, Counted], tmp_path: Any
) -> None:
    """The server's own signature over a box that this meeting does not have is a problem."""
    here = boxes["here"]
    thief = thieves_hall(here.hall, tmp_path / "thief")
    record = read_record(thief.closed_record(BOX))
    note = make_checkpoint(thief.server, Checkpoint.of_record(thief.meeting.id, record, 1))
    receipt = sign_receipt(thief.server, record.setup_hash, "A" * 43, note)
    found = Findings()
    verified = verify_record(here.closed, BOX, workers=1)
    judged = check_receipt(receipt, here.hall.meeting, (verified,), found)
    assert judged.honour is Honour.REFUSED
    assert [(each.code, each.level) for each in found.found] == [("receipt-foreign", Level.PROBLEM)]

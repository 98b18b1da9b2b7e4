"""Totals, shares, acts, results and checkpoints that must not pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.groups.named import group_named
from crypto.proofs.schnorr import Proof
from crypto.record.record import read_record
from tally.folder.acts import Act, acts_bytes, parse_acts
from tests.tally.fixtures.box_check import codes, faults, files_of, verified
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.spoiled_records import edited, parts_of, rebuilt

GROUP = group_named("Ed25519")


def acts_of(held: Held) -> tuple[Act, ...]:
    data = files_of(held).acts
    assert data is not None
    return parse_acts(GROUP, data)


def wrong(proof: Proof | None) -> Proof:
    assert proof is not None
    return replace(proof, response=(proof.response + 1) % GROUP.order)


def with_acts(held: Held, *acts: Act) -> list[Any]:
    return faults(verified(held, acts=acts_bytes(acts)))


@pytest.mark.parametrize(("number", "weight", "code"), [
    (5, 6, "tally-num-tallied"), (7, 6, "tally-num-tallied"), (6, 5, "tally-total-weight"),
])  # fmt: skip
def test_the_number_of_ballots_is_recomputed(
    tiny: Held, number: int, weight: int, code: str
) -> None:
    tally = parts_of(tiny).tally
    assert tally is not None
    assert code in codes(rebuilt(tiny, tally=(tally[0], number, weight)))


def test_the_totals_are_recomputed(tiny: Held) -> None:
    def edit(tally: Any) -> None:
        tally[0][0], tally[0][1] = tally[0][1], tally[0][0]

    text, number, weight = parts_of(tiny).tally or (b"", 0, 0)
    found = faults(rebuilt(tiny, tally=(edited(text, edit), number, weight)))
    assert any(
        each.code == "tally-differs" and "answers[0].choices[0]" in each.where for each in found
    )


def test_totals_that_cannot_be_read_are_refused(tiny: Held) -> None:
    def edit(tally: Any) -> None:
        tally[0][0]["alpha"] = "f" * 64

    text, number, weight = parts_of(tiny).tally or (b"", 0, 0)
    found = faults(rebuilt(tiny, tally=(edited(text, edit), number, weight)))
    assert any(
        each.code == "element-outside-group" and "encrypted_tally" in each.where for each in found
    )


def test_a_share_with_another_factor_is_not_proved(tiny: Held) -> None:
    def edit(share: Any) -> None:
        row = share["decryption_factors"][0]
        row[0], row[1] = row[1], row[0]

    shares = parts_of(tiny).shares
    changed = ((shares[0][0], edited(shares[0][1], edit)), *shares[1:])
    found = faults(rebuilt(tiny, shares=changed))
    assert any(
        each.code == "decryption-proof" and each.where == "event 9.decryption_proofs[0][0]"
        for each in found
    ), found
    assert "shares-missing" in {each.code for each in found}


def test_swapped_owners_are_noticed(tiny: Held) -> None:
    (one, first), (two, second) = parts_of(tiny).shares
    result = rebuilt(tiny, shares=((two, first), (one, second)))
    assert "decryption-proof" in codes(result)


def test_an_owner_who_does_not_exist_is_named(tiny: Held) -> None:
    shares = parts_of(tiny).shares
    found = faults(rebuilt(tiny, shares=((4, shares[0][1]), shares[1])))
    assert any(each.code == "owner-unknown" and "event 9" in each.where for each in found)


def test_a_result_that_does_not_follow_is_named_with_its_place(tiny: Held) -> None:
    def edit(result: Any) -> None:
        result["result"][0][1] += 1

    found = faults(rebuilt(tiny, result=edited(parts_of(tiny).result or b"", edit)))
    assert [(each.code, each.where) for each in found] == [
        ("result-value", "event 11 result[0][1]")
    ]


def test_a_result_from_too_few_tellers_is_refused(tiny: Held) -> None:
    found = codes(rebuilt(tiny, shares=parts_of(tiny).shares[:1]))
    assert "shares-missing" in found


def test_a_record_without_result_is_unfinished_not_valid(tiny: Held) -> None:
    assert codes(rebuilt(tiny, result=None)) == {"record-unfinished"}


@pytest.mark.parametrize("acts", [None, acts_bytes(()), b"{}"])
def test_shares_without_acts_are_not_bound(tiny: Held, acts: bytes | None) -> None:
    result = verified(tiny, acts=acts)
    assert {(each.code, each.where) for each in faults(result)} >= {
        ("not-bound", "event 9"),
        ("not-bound", "event 10"),
    }
    assert not result.bound


def test_a_false_bound_proof_is_named(tiny: Held) -> None:
    one, two = acts_of(tiny)
    found = with_acts(tiny, one, replace(two, bound=wrong(two.bound)))
    assert ("bound-proof", "event 10") in [(each.code, each.where) for each in found]


def test_a_bound_proof_of_another_box_is_false_here(tiny: Held) -> None:
    data = files_of(tiny, "r1-B").acts
    other = parse_acts(GROUP, data or b"")
    one, two = acts_of(tiny)
    found = with_acts(tiny, replace(one, bound=other[0].bound), two)
    assert "bound-proof" in {each.code for each in found}


def test_a_false_signature_is_named(tiny: Held) -> None:
    one, two = acts_of(tiny)
    found = with_acts(tiny, replace(one, signature=wrong(one.signature)), two)
    assert ("act-signature", "event 9") in [(each.code, each.where) for each in found]


def test_an_act_under_another_tellers_number_counts_for_nobody(tiny: Held) -> None:
    one, two = acts_of(tiny)
    found = with_acts(tiny, replace(one, owner=2), two)
    assert "not-bound" in {each.code for each in found}


def test_an_act_that_belongs_to_nothing_is_named(tiny: Held) -> None:
    one, two = acts_of(tiny)
    found = with_acts(tiny, one, two, replace(one, payload="0" * 64))
    assert [(each.code, each.where) for each in found] == [("act-stray", "acts.json acts[2]")]


ACT_TEXTS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("json-not-canonical", lambda text: text + b"\n"),
    ("act-duplicate", lambda text: edited(text, lambda v: v["acts"].append(v["acts"][0]))),
    ("json-fields", lambda text: edited(text, lambda v: v | {"more": 1})),
    ("integer-out-of-range", lambda text: edited(text, lambda v: v | {"version": 2})),
    ("hash-form", lambda text: edited(text, lambda v: v["acts"][0].update(payload="x"))),
]


@pytest.mark.parametrize(("code", "edit"), ACT_TEXTS)
def test_acts_are_read_strictly(tiny: Held, code: str, edit: Callable[[bytes], bytes]) -> None:
    found = faults(verified(tiny, acts=edit(files_of(tiny).acts or b"")))
    assert any(each.code == code and "acts.json" in each.where for each in found), found


def test_a_box_below_the_minimum_must_not_be_opened(tiny: Held) -> None:
    stricter = replace(tiny.hall.meeting, minimum_group=7)
    result = verified(replace(tiny, hall=replace(tiny.hall, meeting=stricter)))
    assert "minimum-group" in codes(result)


def signed(hall: Hall, checkpoint: Checkpoint) -> bytes:
    return make_checkpoint(hall.server, checkpoint).encode()


def test_checkpoints_are_held_against_the_record(tiny: Held, fresh: Hall) -> None:
    record = read_record(files_of(tiny).record or b"")
    closing = Checkpoint.of_record(tiny.hall.meeting.id, record, 9)
    good = signed(tiny.hall, closing)
    wrong = {
        "checkpoint-meeting": replace(closing, meeting="other"),
        "checkpoint-box": replace(closing, setup_hash="0" * 64),
        "checkpoint-fork": replace(closing, root=bytes(32)),
        "checkpoint-rollback": replace(closing, size=40),
        "checkpoint-early": Checkpoint.of_record(tiny.hall.meeting.id, record, 7),
    }
    cases: dict[str, bytes | None] = {
        "checkpoint-missing": None,
        "note-signature": good[:-20] + b"A" * 10 + good[-10:],
        "note-unsigned": signed(fresh, closing),
        **{code: signed(tiny.hall, checkpoint) for code, checkpoint in wrong.items()},
    }
    assert record.events[8].hash == record.opening_head
    assert codes(verified(tiny, checkpoint=good)) == set()
    for code, note in cases.items():
        assert codes(verified(tiny, checkpoint=note)) == {code}

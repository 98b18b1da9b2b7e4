"""Tallies, shares, acts and results, each wrong in one way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crypto.opening.encrypted_tally import EncryptedTally
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from tally.folder.acts import Act, acts_bytes, parse_acts
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.box_check import files_of, verified
from tests.tally.fixtures.cheating_tellers import (
    garbage,
    honest_share,
    secret_of,
    with_factors,
    with_shares,
)
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.spoiled_records import edited, parts_of, rebuilt
from tests.tally.tamper.remade import checked, closed

BOX = "r1-A"


def acts_of(held: Held) -> tuple[Act, ...]:
    return parse_acts(held.hall.elections[BOX].group, files_of(held).acts or b"")


def with_acts(
    change: Callable[[tuple[Act, ...]], tuple[Act, ...]],
) -> Callable[[Held], VerifiedBox]:
    def make(held: Held) -> VerifiedBox:
        return verified(held, acts=acts_bytes(change(acts_of(held))))

    return make


def _tally(number: int, weight: int) -> Callable[[Held], VerifiedBox]:
    def make(held: Held) -> VerifiedBox:
        text = (parts_of(held).tally or (b"", 0, 0))[0]
        return closed(held, tally=(text, number, weight))

    return make


def _weight_as_text(held: Held) -> VerifiedBox:
    """The total weight, a small number, written as a string; the chain is linked again."""
    return result_case(lambda v: v["result"][0].__setitem__(1, str(v["result"][0][1])))(held)


def _other_sum(held: Held) -> VerifiedBox:
    def edit(tally: Any) -> None:
        tally[0][0], tally[0][1] = tally[0][1], tally[0][0]

    text, number, weight = parts_of(held).tally or (b"", 0, 0)
    return closed(held, tally=(edited(text, edit), number, weight))


def result_case(edit: Callable[[Any], Any]) -> Callable[[Held], VerifiedBox]:
    def make(held: Held) -> VerifiedBox:
        return rebuilt(held, result=edited(parts_of(held).result or b"", edit))

    return make


def _opened(held: Held, *tellers: int, cheat: str = "") -> VerifiedBox:
    """Opened again by these tellers; the first one's share is false in the way of `cheat`."""
    hall, election = held.hall, held.hall.elections[BOX]
    data = (held.closed / "boxes" / BOX / "record.bel").read_bytes()
    tally = EncryptedTally.parse(election, read_record(data).encrypted_tally_bytes or b"")
    shares = {teller: honest_share(hall, election, tally, teller) for teller in tellers}
    first = tellers[0]
    share = shares[first]
    if cheat == "factor":
        key = hall.trustees.owner(first).public_key
        alpha = tally.questions[0][1].alpha
        false = garbage(election, secret_of(hall, first), key, alpha)
        shares[first] = with_factors(share, 0, {1: false})
    if cheat == "proof":
        proof = share.proofs[0][1]
        wrong = replace(proof, response=(proof.response + 1) % election.group.order)
        shares[first] = with_factors(share, 0, {1: (share.factors[0][1], wrong)})
    data, acts = with_shares(hall, data, tally, shares)
    if cheat == "owner":
        record = read_record(data)
        text = share.to_json().replace('"challenge":"', '"challenge":"', 1).encode()
        again = honest_share(hall, election, tally, first).to_json().encode()
        assert text != again
        data += RecordBuilder.after(record).add_partial_decryption(4, again).appended_bytes()
    return checked(held, data, acts=acts_bytes(acts))


def _too_few_shares(held: Held) -> VerifiedBox:
    parts = parts_of(held)
    first = acts_of(held)[0]
    data = replace(parts, shares=parts.shares[:1]).record()
    record = read_record(data)
    return verified(
        held, record=data, acts=acts_bytes((first,)), checkpoint=held.hall.checkpoint(record)
    )


def _wrong(act: Act) -> Act:
    response = act.signature.response ^ 1
    return replace(act, signature=replace(act.signature, response=response))


CASES: dict[str, Callable[[Held], VerifiedBox]] = {
    "tally-num-tallied": _tally(5, 6),
    "tally-total-weight": _tally(6, 5),
    "tally-differs": _other_sum,
    "weight-not-canonical": _weight_as_text,
    "decryption-proof": lambda held: _opened(held, 1, 3, cheat="proof"),
    "bound-proof": lambda held: _opened(held, 1, 3, cheat="factor"),
    "owner-unknown": lambda held: _opened(held, 1, 3, cheat="owner"),
    "shares-missing": _too_few_shares,
    "result-value": result_case(lambda v: v["result"][0].__setitem__(1, v["result"][0][1] + 1)),
    "array-length": result_case(lambda _v: {"result": []}),
    "not-bound": lambda held: verified(held, acts=None),
    "act-signature": with_acts(lambda acts: (_wrong(acts[0]), *acts[1:])),
    "act-stray": with_acts(lambda acts: (*acts, replace(acts[0], payload="0" * 64))),
    "act-duplicate": with_acts(lambda acts: (*acts, acts[0])),
    "integer-out-of-range": lambda held: verified(
        held, acts=edited(files_of(held).acts or b"", lambda v: v | {"version": 2})
    ),
}

"""Records that a cheating server, kiosk or teller could make: rebuilt whole and signed again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crypto.canonical import dumps, sha256_b64
from crypto.election.credential import secret_exponent
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.schnorr import prove_knowledge
from crypto.record.record import read_record
from tally.verify.record.box import VerifiedBox
from tests.tally.box_check import BOX, files_of, verified
from tests.tally.held import Held
from tests.tally.record_parts import Parts


def parts_of(held: Held, box: str = BOX) -> Parts:
    record = files_of(held, box).record
    assert record is not None
    return Parts.of(record)


def rebuilt(held: Held, box: str = BOX, **changed: Any) -> VerifiedBox:
    """Verify the box with parts of its record replaced, under a checkpoint of the new chain."""
    record = replace(parts_of(held, box), **changed).record()
    return verified(held, box, record=record, checkpoint=held.hall.checkpoint(read_record(record)))


def edited(text: bytes, edit: Callable[[Any], Any]) -> bytes:
    """JSON after `edit` changed its value in place (or returned another one), canonical again."""
    value = json.loads(text)
    return dumps(edit(value) or value).encode()


def with_ballot(held: Held, index: int, ballot: bytes) -> VerifiedBox:
    """The box with one ballot replaced; the later parts of the record stay as they were."""
    ballots = list(parts_of(held).ballots)
    ballots[index] = ballot
    return rebuilt(held, ballots=tuple(ballots))


def with_ballot_text(held: Held, edit: Callable[[str], str]) -> VerifiedBox:
    """The box with the first ballot's text edited."""
    return with_ballot(held, 0, edit(parts_of(held).ballots[0].decode()).encode())


def resigned(held: Held, slip: int, edit: Callable[[Any], Any]) -> bytes:
    """The ballot of a slip after `edit`, with its right hash and its slip's good signature."""
    value = json.loads(edited(parts_of(held).ballots[slip], edit))
    value.pop("signature")
    election = held.hall.elections[BOX]
    private = held.hall.slips[BOX].private_credentials[slip]
    secret = secret_exponent(election.group, election.uuid, private)
    digest = sha256_b64(dumps(value))
    proof = prove_knowledge(
        election.group, secret, lambda A: f"sig|{digest}|{A}", SystemRandomness()
    )
    return dumps(value | {"signature": {"hash": digest, "proof": proof.to_json()}}).encode()

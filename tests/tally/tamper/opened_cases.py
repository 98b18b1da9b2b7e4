"""Opened ballots, each wrong in one way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crypto.ballots.ballot import prepare_ballot
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.board.spoiling import sign_spoiled
from crypto.election.credential import public_credential
from crypto.record.event_order import Stage
from tally.findings.finding import Finding, Findings
from tally.verify.evidence.opened import JudgedOpened, check_opened
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.box_check import verified
from tests.tally.fixtures.held_meeting import Held
from tests.tally.tamper.folder_cases import FolderCase

BOX = "r1-A"
SEED = bytes(range(32))


def honest(held: Held, found: VerifiedBox) -> OpenedBallot:
    """A ballot of the last slip that a kiosk opened, with the server's word."""
    hall = held.hall
    election = hall.elections[BOX]
    assert found.record is not None
    private = hall.slips[BOX].private_credentials[-1]
    public = public_credential(election.group, election.uuid, private)
    choices = hall.cast[BOX][0]
    unsigned = prepare_ballot(election, public, choices, SEED)
    opened = OpenedBallot.of(found.record.setup_hash, unsigned, choices, SEED, "A" * 86)
    return spoiled(held, opened, opened.fingerprint)


def spoiled(held: Held, opened: OpenedBallot, fingerprint: str) -> OpenedBallot:
    """The same opening for a ballot of this fingerprint, with the server's word on it."""
    election = held.hall.elections[BOX]
    credential = election.group.encode(opened.credential_of(election))
    word = sign_spoiled(held.hall.server, opened.setup, fingerprint, credential).signature
    return replace(opened, fingerprint=fingerprint, word=word)


def judged(
    held: Held, opened: OpenedBallot, found: VerifiedBox
) -> tuple[JudgedOpened, list[Finding]]:
    findings = Findings()
    return check_opened(opened, held.hall.meeting, (found,), findings), findings.found


def case(**changed: str) -> FolderCase:
    """The honest one with parts replaced, against the box as it is."""

    def make(held: Held, _path: Path) -> list[Finding]:
        found = verified(held)
        opened = replace(honest(held, found), **changed)  # type: ignore[arg-type]
        return judged(held, opened, found)[1]

    return make


def _cast(held: Held, _path: Path) -> list[Finding]:
    """A server that signs that a ballot is void, and leaves it in the box."""
    found = verified(held)
    assert found.ballots is not None
    ballot = found.ballots.ballots[0]
    group = held.hall.elections[BOX].group
    number = group.number(group.decode(ballot.credential))
    slip = number.to_bytes((number.bit_length() + 7) // 8, "big")
    opened = replace(honest(held, found), credential=slip)
    return judged(held, spoiled(held, opened, ballot.fingerprint), found)[1]


def _mismatch(held: Held, _path: Path) -> list[Finding]:
    found = verified(held)
    return judged(held, replace(honest(held, found), seed=bytes(32)), found)[1]


def of_another_slip(held: Held, found: VerifiedBox) -> OpenedBallot:
    """An unused slip asked an honest server to spoil a fingerprint that another slip has cast."""
    assert found.ballots is not None
    return spoiled(held, honest(held, found), found.ballots.ballots[0].fingerprint)


def _waiting(held: Held, _path: Path) -> list[Finding]:
    found = verified(held)
    assert found.record is not None
    still_open = replace(found, record=replace(found.record, stage=Stage.VOTING))
    return judged(held, honest(held, found), still_open)[1]


CASES: dict[str, FolderCase] = {
    "opened-foreign": case(setup="0" * 64),
    "opened-word": case(word="A" * 86),
    "opened-cast": _cast,
    "opened-mismatch": _mismatch,
    "opened-waiting": _waiting,
}

"""Opened ballots: the second verifier makes again what a kiosk makes, and judges as ours does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import tests.tally.tamper.opened_cases as cases
from crypto.ballots.ballot import Choices, prepare_ballot
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.board.spoiling import sign_spoiled
from crypto.election.credential import public_credential
from meeting.definition.meeting import Meeting
from tally.findings.finding import Findings as OurFindings
from tally.verify.evidence.opened import JudgedOpened, check_opened
from tally.verify.record.box import VerifiedBox
from tests.interop.second_verifier import opened as second
from tests.interop.second_verifier.box import Box, read_box
from tests.interop.second_verifier.findings import Findings
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import build_hall
from tests.tally.fixtures.small_papers import FULL
from tests.tally.fixtures.written_hall import WRITTEN_FIGURES, written_hall

BOX = "r1-A"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Papers of all kinds of choices, with and without 弃权."""
    folder = tmp_path_factory.mktemp("opened")
    return hold(build_hall(folder / "ceremony", FULL), folder)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Names in writing, a ranking and scores."""
    folder = tmp_path_factory.mktemp("opened_written")
    return hold(written_hall(folder / "ceremony"), folder, WRITTEN_FIGURES)


def read(held: Held) -> Box:
    place, findings = held.out / "boxes" / BOX, Findings()
    acts = (place / "acts.json").read_bytes()
    box = read_box((place / "record.bel").read_bytes(), acts, BOX, findings, ours=True, required=2)
    assert box is not None
    return box


def judged(text: str, held: Held, box: Box) -> Findings:
    findings = Findings()
    second.check_opened(second.read_opened(text), [box], held.hall.meeting.server_key, findings)
    return findings


def opened(held: Held, box: Box, choices: Choices, seed: bytes) -> OpenedBallot:
    """What a kiosk shows for the last slip, with the server's word."""
    election = held.hall.elections[BOX]
    private = held.hall.slips[BOX].private_credentials[-1]
    public = public_credential(election.group, election.uuid, private)
    unsigned = prepare_ballot(election, public, choices, seed)
    slip = election.group.encode(public)
    word = sign_spoiled(held.hall.server, box.setup, unsigned.fingerprint, slip).signature
    return OpenedBallot.of(box.setup, unsigned, choices, seed, word)


@pytest.mark.parametrize("which", ["full", "written"])
def test_what_a_kiosk_makes_is_made_again(which: str, request: pytest.FixtureRequest) -> None:
    held: Held = request.getfixturevalue(which)
    box = read(held)
    for number, choices in enumerate(held.hall.cast[BOX][:3]):
        found = judged(opened(held, box, choices, bytes([number] * 32)).to_text(), held, box)
        assert (found.problems, found.notes) == ([], [])


@pytest.mark.parametrize("code", cases.CASES)
def test_both_say_the_same_of_an_opened_ballot(
    full: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    seen: list[OpenedBallot] = []

    def kept(
        ballot: OpenedBallot,
        meeting: Meeting,
        boxes: tuple[VerifiedBox, ...],
        findings: OurFindings,
    ) -> JudgedOpened:
        seen.append(ballot)
        return check_opened(ballot, meeting, boxes, findings)

    monkeypatch.setattr(cases, "check_opened", kept)
    ours = cases.CASES[code](full, tmp_path / "out")
    box = read(full)
    if code == "opened-waiting":
        at = next(i for i, event in enumerate(box.events) if event.type == "EndBallots")
        box = replace(box, events=box.events[:at])
    theirs = judged(seen[-1].to_text(), full, box)
    assert {each.code for each in ours} == {code}
    assert {each[1] for each in (*theirs.problems, *theirs.notes)} == {code}
    verdict = {"opened-cast": "INVALID", "opened-waiting": "unfinished"}.get(code, "valid")
    assert theirs.verdict == verdict

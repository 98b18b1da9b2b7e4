"""Receipts, and words on cancelled slips: the second verifier judges them as ours does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crypto.board.cancelled_words import CancelledWord, CancelledWords
from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.receipt import Receipt, sign_receipt
from crypto.board.server_key import ServerKey
from crypto.record.record import read_record
from meeting.definition.meeting import Meeting
from meeting.published.definition_file import published
from tally.findings.finding import Finding, Level
from tally.findings.finding import Findings as OurFindings
from tally.folder.source import Folder, open_folder
from tally.verify.evidence.cancelled_words import GivenWords, JudgedWords, check_cancelled_words
from tally.verify.evidence.receipts import JudgedReceipt, check_receipt
from tally.verify.record.box import VerifiedBox
from tests.interop.fixtures.second_verifier import run, unnoted
from tests.interop.second_verifier import given as second
from tests.interop.second_verifier.box import Box
from tests.interop.second_verifier.canonical import parse
from tests.interop.second_verifier.checked import Checked
from tests.interop.second_verifier.findings import Findings
from tests.interop.second_verifier.meeting import check_folder
from tests.tally.fixtures.box_check import verified
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import build_hall
from tests.tally.tamper import cancelled_cases, receipt_cases

BOX = "r1-A"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Held:
    folder = tmp_path_factory.mktemp("given")
    return hold(build_hall(folder / "ceremony"), folder)


@pytest.fixture(scope="module")
def checked(small: Held) -> Checked:
    found = check_folder(small.out, Findings())
    assert found is not None
    return found


def ours_told(found: list[Finding]) -> set[tuple[str, bool]]:
    """Codes, and whether each is only noted."""
    return {(each.code, each.level is Level.NOTE) for each in found}


def theirs_told(found: Findings) -> set[tuple[str, bool]]:
    problems = {(code, False) for _place, code, _sentence in found.problems}
    return problems | {(code, True) for _place, code, _sentence in found.notes}


def still_open(box: Box) -> Box:
    """The box before it was closed."""
    return replace(box, events=[each for each in box.events if each.type in {"Setup", "Ballot"}])


def judged(text: str, checked: Checked, *, closed: bool = True) -> set[tuple[str, bool]]:
    boxes = checked.boxes if closed else [still_open(checked.boxes[0])]
    findings = Findings()
    second.check_receipt(second.read_receipt(text), boxes, checked.server, findings)
    return theirs_told(findings)


@pytest.mark.parametrize("code", receipt_cases.RECEIPTS)
def test_both_judge_a_receipt(
    small: Held, checked: Checked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    given: list[Receipt] = []

    def kept(
        receipt: Receipt, meeting: Meeting, boxes: tuple[VerifiedBox, ...], findings: OurFindings
    ) -> JudgedReceipt:
        given.append(receipt)
        return check_receipt(receipt, meeting, boxes, findings)

    monkeypatch.setattr(receipt_cases, "check_receipt", kept)
    found = ours_told(receipt_cases.RECEIPTS[code](small, tmp_path))
    assert code in {each for each, _noted in found}
    if code == "receipt-foreign":  # the case replaces the box, and leaves the checkpoint
        assert found == {(code, True)}
        given[0] = for_box("0" * 64, small, checked, ServerKey.generate())
    assert judged(given[0].to_json(), checked, closed=code != "receipt-waiting") == found


def for_box(
    setup: str, small: Held, checked: Checked, key: ServerKey, **changed: object
) -> Receipt:
    """A receipt for the first ballot, of this server, over the whole record or another one."""
    record = read_record((small.out / "boxes" / BOX / "record.bel").read_bytes())
    at = replace(Checkpoint.of_record(small.hall.meeting.id, record), setup_hash=setup)
    at = replace(at, **changed)  # type: ignore[arg-type]
    fingerprint = checked.boxes[0].ballots[0].fingerprint
    return sign_receipt(key, setup, fingerprint, make_checkpoint(key, at))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, set()),
        ({"root": bytes(32)}, {("checkpoint-fork", False)}),
        ({"size": 1000}, {("checkpoint-rollback", False)}),
        ({"setup": "0" * 64}, {("receipt-foreign", False)}),
        ({"setup": "0" * 64, "meeting": "other"}, {("receipt-foreign", True)}),
        ({"key": ServerKey.generate()}, {("server-signature", True)}),
    ],
)
def test_both_judge_what_a_receipt_says_of_the_record(
    small: Held, checked: Checked, changed: dict[str, object], told: set[tuple[str, bool]]
) -> None:
    parts = {"setup": checked.boxes[0].setup, "key": small.hall.server, **changed}
    setup, key = parts.pop("setup"), parts.pop("key")
    receipt = for_box(setup, small, checked, key, **parts)  # type: ignore[arg-type]
    findings = OurFindings()
    check_receipt(receipt, small.hall.meeting, (verified(small),), findings)
    assert ours_told(findings.found) == told
    assert judged(receipt.to_json(), checked) == judged(receipt.to_qr(), checked) == told


@pytest.mark.parametrize("code", cancelled_cases.WORDS)
def test_both_judge_words_on_cancelled_slips(
    small: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    given: list[GivenWords] = []

    def kept(
        words: GivenWords, folder: Folder, boxes: tuple[VerifiedBox, ...], findings: OurFindings
    ) -> JudgedWords:
        given.append(words)
        return check_cancelled_words(words, folder, boxes, findings)

    monkeypatch.setattr(cancelled_cases, "check_cancelled_words", kept)
    found = cancelled_cases.CASES[code](small, tmp_path / "out")
    theirs = told_of(given[0].words, tmp_path / "out", closed=code != "cancelled-waiting")
    assert theirs == ours_told(found)


def told_of(
    words: tuple[CancelledWord, ...], folder: Path, *, closed: bool = True
) -> set[tuple[str, bool]]:
    checked, findings = check_folder(folder, Findings()), Findings()
    assert checked is not None
    if not closed:
        checked.boxes[0] = still_open(checked.boxes[0])
    text = CancelledWords(words).to_bytes()
    second.check_words("words.json", second.read_words(text), folder, checked, findings)
    return theirs_told(findings)


@pytest.mark.parametrize("where", ["whole", "no list", "unread"])
def test_words_are_judged_by_the_list_of_their_box_alone(
    small: Held, checked: Checked, tmp_path: Path, where: str
) -> None:
    """Without a list the server did not keep its words; of one that is refused nothing follows."""
    cancelled_cases.listed(cancelled_cases.whole)(small, tmp_path / "out")
    file = tmp_path / "out" / "boxes" / BOX / "cancelled.json"
    if where == "no list":
        file.unlink()
    elif where == "unread":
        file.write_bytes(b"{}")
    words = tuple(cancelled_cases.signed_words(small, verified(small)))
    findings = OurFindings()
    folder = open_folder(tmp_path / "out")
    assert published(small.hall.meeting) == checked.text
    check_cancelled_words(GivenWords("words.json", words), folder, (verified(small),), findings)
    expected = {("cancelled-dropped", False)} if where == "no list" else set[tuple[str, bool]]()
    assert ours_told(findings.found) == told_of(words, tmp_path / "out") == expected


def test_it_is_a_program(small: Held, checked: Checked, tmp_path: Path) -> None:
    receipt = for_box(checked.boxes[0].setup, small, checked, small.hall.server)
    (tmp_path / "receipt.txt").write_text(receipt.to_qr())
    status, lines = run(small.out, "--receipt", tmp_path / "receipt.txt")
    assert (status, unnoted(lines)) == (0, ["valid"])
    assert parse(checked.text)["id"] == small.hall.meeting.id

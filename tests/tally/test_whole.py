"""A whole meeting through this room's code, and the verdicts over it at every stage."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import segno

from crypto.ballots.ballot import parse_ballot
from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.receipt import Receipt, sign_receipt
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from meeting.language import gettext_for
from meeting.published.given_fingerprint import GivenFingerprint
from tally.commands.observers.verify import verify
from tally.counting.publish import publish
from tally.findings.finding import Findings, Level
from tally.folder.source import SingleRecord, open_folder, open_source
from tally.observing.receipt_source import receipt_texts
from tally.opening.work_folder import WorkFolder
from tally.outcome.box_count import ItemCount
from tally.problem import ROOM, Problem
from tally.verify.evidence.receipts import Honour, check_receipt, read_receipt
from tally.verify.folder import verify_folder
from tally.verify.single import verify_records, verify_single
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import Hall, build_hall, thieves_hall


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def codes(verdict: Verdict) -> set[str]:
    return {finding.code for finding in verdict.findings if finding.level is not Level.NOTE}


def test_a_published_meeting_is_valid(full: Held) -> None:
    verdict = verdict_of(full.out)
    assert [each.code for each in verdict.findings] == ["slips-missing"] * len(verdict.boxes)
    assert verdict.word is Word.VALID
    assert verdict.exit_code == 0
    assert all(box.bound for box in verdict.boxes)


def test_the_counts_are_those_of_a_plain_recount(full: Held) -> None:
    for count in full.outcome.boxes:
        cast = full.hall.cast[count.box.id]
        plain = [
            [sum(column) for column in zip(*(choices[question] for choices in cast), strict=True)]
            for question in range(len(cast[0]))
        ]
        assert count.items is not None
        counted = [
            [item.abstain, *item.votes] for item in count.items if isinstance(item, ItemCount)
        ]
        assert counted == plain


def test_a_folder_as_fetched_is_unfinished(tiny: Held) -> None:
    verdict = verdict_of(tiny.closed)
    assert verdict.word is Word.UNFINISHED
    assert codes(verdict) == {"record-unfinished", "file-missing"}
    assert verdict.exit_code == 1


def test_a_counted_folder_lacks_only_its_pages(tiny: Held) -> None:
    verdict = verdict_of(tiny.work)
    missing = {finding.where for finding in verdict.findings if finding.code == "file-missing"}
    assert verdict.word is Word.UNFINISHED
    assert missing == {"index.html", "report.en.html", "report.css", "README.txt"}


def test_another_meetings_fingerprint_is_named(tiny: Held) -> None:
    other = GivenFingerprint("0" * 64)
    verdict = verify_folder(open_folder(tiny.out), expected=other, workers=1)
    assert codes(verdict) == {"meeting-fingerprint"}


def test_another_meeting_json_contradicts_the_fingerprint_by_itself(
    tiny: Held, tmp_path: Path
) -> None:
    """Nothing else need be compared: the boxes name the meeting.json that they were made for."""
    folder = shutil.copytree(tiny.out, tmp_path / "exchanged")
    data = (folder / "meeting.json").read_bytes()
    title = open_folder(folder).meeting.title.encode()
    (folder / "meeting.json").write_bytes(data.replace(title, b"X" + title, 1))
    given = GivenFingerprint.read(short_hash(verdict_of(tiny.out).meeting_fingerprint))
    verdict = verify_folder(open_folder(folder), expected=given, workers=1)
    assert verdict.word is Word.INVALID
    assert {"meeting-other", "election-not-meeting"} <= codes(verdict)
    assert "meeting-fingerprint" not in codes(verdict)


def test_a_meeting_that_a_server_invented_whole_is_told_by_its_fingerprint(
    tiny: Held, tmp_path: Path
) -> None:
    """Same meeting.json and server key, but tellers, slips, ballots and result of its own."""
    honest = verdict_of(tiny.out)
    folder = tmp_path / "theft"
    folder.mkdir()
    (folder / "meeting.json").write_bytes(tiny.hall.definition)
    invented = hold(thieves_hall(tiny.hall, folder), tmp_path / "held")
    blind = verify_folder(open_folder(invented.out), workers=1)
    assert blind.word is Word.VALID
    assert not blind.fingerprint_compared
    assert blind.definition_hash == honest.definition_hash
    assert blind.meeting_fingerprint != honest.meeting_fingerprint
    told = "\n".join(verdict_lines(blind, [], lambda text: text))
    assert "Not compared with a slip" in told
    assert told.count(short_hash(blind.meeting_fingerprint)) == 2
    for said in (honest.meeting_fingerprint, short_hash(honest.meeting_fingerprint)):
        given = GivenFingerprint.read(said)
        found = verify_folder(open_folder(invented.out), expected=given, workers=1)
        assert codes(found) == {"meeting-fingerprint"}
        assert found.word is Word.INVALID
        right = verify_folder(open_folder(tiny.out), expected=given, workers=1)
        assert right.word is Word.VALID
        assert "Not compared" not in "\n".join(verdict_lines(right, [], lambda text: text))


def test_worker_processes_find_the_same(full: Held) -> None:
    alone = verify_folder(open_folder(full.out), workers=1)
    together = verify_folder(open_folder(full.out), workers=2)
    assert together.to_json() == alone.to_json()


def test_publishing_twice_gives_the_same_bytes(tiny: Held, tmp_path: Path) -> None:
    publish(WorkFolder.open(tiny.work), tiny.outcome, tmp_path / "again")
    for path in sorted(tiny.out.rglob("*")):
        if path.is_file():
            again = tmp_path / "again" / path.relative_to(tiny.out)
            assert again.read_bytes() == path.read_bytes()


def test_a_box_without_ballots_stays_closed_and_the_rest_is_valid(tmp_path: Path) -> None:
    held = hold(
        build_hall(tmp_path / "ceremony", ballots={"r1-A": 6, "r1-B": 0}), tmp_path / "held", {}
    )
    verdict = verdict_of(held.out)
    assert verdict.word is Word.VALID
    notes = {"not-opened", "figures-missing", "slips-missing"}
    assert {finding.code for finding in verdict.findings} == notes
    last = list(verdict_lines(verdict, [], gettext_for(ROOM, "zh")))[-1]
    assert "2 个票箱未填实到、发出" in last
    figures = held.outcome.rounds[0].figures.all
    assert (figures.returned, figures.valid, figures.unopened) == (6, 6, 0)
    assert "因收回不足 5 票而未开箱：B票" in (held.out / "index.html").read_text()


def a_receipt(held: Held, height: int, *, fingerprint: str = "") -> Receipt:
    """A receipt for a recorded ballot, handed out when only the Setup was sealed."""
    hall = held.hall
    record = read_record((held.out / "boxes/r1-A/record.bel").read_bytes())
    ballot = parse_ballot(hall.elections["r1-A"], record.ballots[height - 1].data)
    early = Checkpoint.of_record(hall.meeting.id, record, 1)
    note = make_checkpoint(hall.server, early)
    return sign_receipt(hall.server, record.setup_hash, fingerprint or ballot.fingerprint, note)


def test_a_receipt_is_found_in_its_box(tiny: Held) -> None:
    findings = Findings()
    receipt = read_receipt(a_receipt(tiny, 2).to_qr())
    found = check_receipt(receipt, tiny.hall.meeting, verdict_of(tiny.out).boxes, findings)
    assert found.honour is Honour.HONOURED
    assert (found.box, found.height) == ("r1-A", 2)
    assert findings.found == []


def test_a_receipt_that_was_not_honoured_is_proof(tiny: Held) -> None:
    findings = Findings()
    receipt = a_receipt(tiny, 1, fingerprint="A" * 43)
    judged = check_receipt(receipt, tiny.hall.meeting, verdict_of(tiny.out).boxes, findings)
    assert judged.honour is Honour.NOT_HONOURED
    assert judged.to_json()["server"] == tiny.hall.server.public.text
    assert [each.code for each in findings.found] == ["receipt-not-honoured"]


def test_a_receipt_by_another_key_proves_nothing(tiny: Held, fresh: Hall) -> None:
    foreign = replace(tiny, hall=replace(tiny.hall, server=fresh.server))
    findings = Findings()
    receipt = a_receipt(foreign, 1)
    judged = check_receipt(receipt, tiny.hall.meeting, verdict_of(tiny.out).boxes, findings)
    assert judged.honour is Honour.REFUSED
    assert [each.code for each in findings.found] == ["server-signature"]


def test_text_that_is_no_receipt_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        read_receipt("PXR1:nothing")
    assert caught.value.code == "receipt-form"


def test_a_receipt_of_an_open_box_is_waiting_and_no_evidence(tiny: Held) -> None:
    findings = Findings()
    boxes = verdict_of(tiny.out).boxes
    record = boxes[0].record
    assert record is not None
    still_open = replace(record, stage=Stage.VOTING)
    judged = check_receipt(
        a_receipt(tiny, 1, fingerprint="A" * 43),
        tiny.hall.meeting,
        (replace(boxes[0], record=still_open),),
        findings,
    )
    assert judged.honour is Honour.WAITING
    assert [each.code for each in findings.found] == ["receipt-waiting"]


def test_receipts_are_taken_as_text_file_and_picture(tiny: Held, tmp_path: Path) -> None:
    receipt = a_receipt(tiny, 2)
    (tmp_path / "receipt.json").write_text(receipt.to_json())
    (tmp_path / "receipt.txt").write_text(receipt.to_qr())
    segno.make(receipt.to_qr(), error="m").save(str(tmp_path / "receipt.png"), scale=4)
    files = [str(tmp_path / f"receipt.{kind}") for kind in ("json", "txt", "png")]
    for each in (receipt.to_qr(), *files):
        (text,) = receipt_texts(each)
        assert read_receipt(text).fingerprint == receipt.fingerprint


def test_a_picture_without_a_receipt_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.png"
    segno.make("https://example.invalid").save(str(path), scale=4)
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    for name, code in (
        ("other.png", "receipt-picture"),
        ("broken.png", "picture-unreadable"),
        ("none.png", "file-unreadable"),
    ):
        with pytest.raises(Problem) as caught:
            receipt_texts(str(tmp_path / name))
        assert caught.value.code == code


def test_both_profiles_take_folders_and_records(tiny: Held) -> None:
    folder = open_folder(tiny.out)
    lenient = verify_records(folder, workers=1)
    assert (lenient.word, lenient.profile) == (Word.VALID, "belenios")
    source = open_source(tiny.out / "boxes/r1-A/record.bel")
    assert isinstance(source, SingleRecord)
    strict = verify_single(source, strict=True, workers=1)
    assert (strict.word, strict.profile) == (Word.VALID, "piaoxiang")


def test_the_strict_profile_refuses_what_the_other_notes(vectors: Path) -> None:
    source = open_source(vectors / "rfc3526-nh-10-v3.3.0" / "record.bel")
    assert isinstance(source, SingleRecord)
    strict = verify_single(source, strict=True, workers=1)
    assert {(each.level, each.code) for each in strict.findings} >= {
        (Level.PROBLEM, "credentials-unsorted"),
        (Level.UNBOUND, "not-bound"),
        (Level.UNBOUND, "shuffle-unsigned"),
    }
    assert strict.word is Word.INVALID


def test_each_rule_of_a_paper_is_marked(tiny: Held, vectors: Path) -> None:
    for box in verdict_of(tiny.out).to_json()["boxes"]:
        assert {each["enforced"] for each in box["rules"]} == {"proved"}
    source = open_source(vectors / "rfc3526-nh-10-v3.3.0" / "record.bel")
    assert isinstance(source, SingleRecord)
    (box,) = verify_single(source, workers=1).to_json()["boxes"]
    marked = [(each["question"], each["enforced"]) for each in box["rules"]]
    assert marked[:2] == [(0, "proved"), (0, "kiosk-enforced")]  # whose it is, and what it holds
    assert {each for _question, each in marked[2:]} == {"proved"}
    assert len(box["single_answers"][0]) == 10


def test_mistyped_receipts_and_fingerprints_say_nothing_about_the_result(
    tiny: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = a_receipt(tiny, 2)
    changed = "B" if whole.fingerprint[0] != "B" else "C"
    mistyped = replace(whole, fingerprint=changed + whole.fingerprint[1:]).to_qr()
    cases = [
        (whole.to_qr(), 0, "✓"),
        (whole.fingerprint, 0, "✓"),
        ("A" * 43, 2, "✗"),
        (mistyped, 2, "✗"),
    ]
    for given, code, mark in cases:
        with pytest.raises(SystemExit) as left:
            verify.main([str(tiny.out), "--receipt", given], standalone_mode=False)
        said = capsys.readouterr().out
        assert (left.value.code, mark in said) == (code, True)
        assert "INVALID" not in said
        assert "无效" not in said
    for given in ("0123", whole.to_qr()[:-1], "x" * 500):
        with pytest.raises(Problem) as refused:
            verify.main([str(tiny.out), "--receipt", given], standalone_mode=False)
        assert refused.value.code == "receipt-form"

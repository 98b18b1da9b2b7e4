"""A count of ours without acts.json is *not bound*, whatever the profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from crypto.place import NOWHERE
from meeting.language import gettext_for
from tally.findings.finding import Finding, Level
from tally.folder.source import SingleRecord, open_folder, open_source
from tally.opening.work_folder import refuse_problems
from tally.problem import ROOM, Problem
from tally.verify.folder import verify_folder
from tally.verify.record.box import verify_record
from tally.verify.single import verify_single
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.single_hall import single_hall
from tests.tally.fixtures.spoiled_records import rebuilt
from tests.tally.verify.record.test_attacks import shuffled_record

EXIT = {Word.VALID: 0, Word.INVALID: 1, Word.UNFINISHED: 1, Word.NOT_BOUND: 3}


def alone(data: bytes, folder: Path, *, strict: bool, acts: bytes | None = None) -> Verdict:
    path = folder / "record.bel"
    path.write_bytes(data)
    if acts is not None:
        (folder / "acts.json").write_bytes(acts)
    source = open_source(path)
    assert isinstance(source, SingleRecord)
    return verify_single(source, strict=strict, workers=1)


def graver(verdict: Verdict) -> set[tuple[str, str]]:
    found = [each for each in verdict.findings if each.level is not Level.NOTE]
    return {(str(each.level), each.code) for each in found}


@pytest.fixture
def record(tiny: Held) -> bytes:
    return (tiny.out / "boxes/r1-A/record.bel").read_bytes()


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_lone_record_of_ours_is_not_bound_and_the_last_line_says_so(
    record: bytes, tmp_path: Path, strict: bool, language: str
) -> None:
    verdict = alone(record, tmp_path, strict=strict)
    assert (verdict.word, verdict.exit_code) == (Word.NOT_BOUND, 3)
    assert graver(verdict) == {("not-bound", "not-bound")}
    assert not verdict.boxes[0].bound
    last = list(verdict_lines(verdict, [], gettext_for(ROOM, language)))[-1]
    assert last.startswith("NOT BOUND" if language == "en" else "未绑定")
    assert "VALID" not in last
    assert "有效" not in last


@pytest.mark.parametrize("strict", [False, True])
def test_with_its_acts_beside_it_the_same_record_is_valid(
    tiny: Held, record: bytes, tmp_path: Path, strict: bool
) -> None:
    acts = (tiny.out / "boxes/r1-A/acts.json").read_bytes()
    verdict = alone(record, tmp_path, strict=strict, acts=acts)
    assert (verdict.word, verdict.exit_code) == (Word.VALID, 0)
    assert verdict.boxes[0].bound


@pytest.mark.parametrize("strict", [False, True])
def test_what_is_wrong_is_graver_than_what_is_not_bound(
    tiny: Held, tmp_path: Path, strict: bool
) -> None:
    changed = rebuilt(tiny, result=b'{"result":[[6,0,0]]}').record
    assert changed is not None
    verdict = alone(changed.archive.to_bytes(), tmp_path, strict=strict)
    assert verdict.word is Word.INVALID
    assert ("problem", "result-value") in graver(verdict)


def test_a_result_is_checked_though_its_shares_are_not_bound(record: bytes) -> None:
    box = verify_record(record, "r1-A", workers=1)
    assert box.opening is not None
    assert box.opening.result is not None
    assert set(box.opening.shares) == {1, 3}


def test_a_box_that_nobody_opened_is_unfinished(tiny: Held, tmp_path: Path) -> None:
    closed = (tiny.closed / "boxes/r1-A/record.bel").read_bytes()
    for strict in (False, True):
        assert alone(closed, tmp_path, strict=strict).word is Word.UNFINISHED


def test_a_box_that_is_being_opened_is_not_bound_rather_than_unfinished(
    tiny: Held, tmp_path: Path
) -> None:
    opening = rebuilt(tiny, result=None).record
    assert opening is not None
    verdict = alone(opening.archive.to_bytes(), tmp_path, strict=False)
    assert verdict.word is Word.NOT_BOUND
    assert ("unfinished", "record-unfinished") in graver(verdict)


def test_shuffles_that_nobody_signed_are_not_bound_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = single_hall(tmp_path / "ceremony", monkeypatch)
    data, _before, _after, _acts = shuffled_record(hall)
    verdict = alone(data, tmp_path, strict=False)
    assert verdict.word is Word.NOT_BOUND
    assert ("not-bound", "shuffle-unsigned") in graver(verdict)


def test_a_folder_without_acts_is_not_bound(published: Path) -> None:
    (published / "boxes/r1-A/acts.json").unlink()
    verdict = verify_folder(open_folder(published), workers=1)
    assert (verdict.word, verdict.exit_code) == (Word.NOT_BOUND, 3)
    assert {(each.box, each.code) for each in verdict.findings if each.level is Level.UNBOUND} == {
        ("r1-A", "not-bound")
    }


def test_nobody_counts_on_shares_that_are_not_bound(tiny: Held, record: bytes) -> None:
    verified = verify_record(record, "r1-A", workers=1)
    with pytest.raises(Problem, match="not-bound"):
        refuse_problems(verified.findings, tiny.hall.box("r1-A"))


def test_a_foreign_record_that_names_no_meeting_stays_valid_with_a_note(vectors: Path) -> None:
    source = open_source(vectors / "ed25519-hom-200-v3.3.0" / "record.bel")
    assert isinstance(source, SingleRecord)
    verdict = verify_single(source, workers=1)
    assert (verdict.word, verdict.exit_code) == (Word.VALID, 0)
    (note,) = (each for each in verdict.findings if each.code == "not-bound")
    assert note.level is Level.NOTE


def test_every_word_has_its_exit_code() -> None:
    for word, code in EXIT.items():
        level = {Word.INVALID: Level.PROBLEM, Word.NOT_BOUND: Level.UNBOUND}.get(
            word, Level.UNFINISHED if word is Word.UNFINISHED else Level.NOTE
        )
        verdict = Verdict("", (), (Finding(level, "x", "", NOWHERE, ""),))
        assert (verdict.word, verdict.exit_code) == (word, code)

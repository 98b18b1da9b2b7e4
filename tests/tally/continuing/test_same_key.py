"""One tellers' key for two meetings: what that could break, each tried."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from crypto.errors import Refused
from meeting.problem import Problem
from meeting.published.definition_file import published
from tally.ceremony.folder import CeremonyFolder
from tally.continuing.before import Published, ValidBefore
from tally.continuing.same_key import use_key_of_before
from tally.keys.key_file import KeyFile
from tally.keys.teller_key import RememberedOpening, TellerKey
from tally.opening import share
from tally.opening.known_setups import check_prepared
from tally.opening.sign_figures import sign_figures
from tally.opening.work_folder import WorkFolder
from tally.verify.folder import verify_folder
from tally.verify.record.box import no_progress
from tally.verify.verdict import Word
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall, hall_of
from tests.tally.fixtures.two_meetings import (
    WON,
    Two,
    ballots,
    continued,
    loaded,
    prepared_hall,
)


def refused(action: Callable[..., object], *given: object) -> str:
    with pytest.raises((Problem, Refused)) as caught:
        action(*given)
    error = caught.value
    assert isinstance(error, Problem | Refused)
    assert isinstance(error, Refused) or error.text("zh") != error.text("en")
    return error.code


def test_a_second_meeting_is_held_with_the_key_of_the_first(two: Two) -> None:
    for held in (two.first, two.second):
        verdict = Published.verified(held.out).verdict
        assert verdict.word is Word.VALID, verdict.findings
    elected = two.second.outcome.steps[-1]
    assert elected.people == ("p02",)
    assert two.second.hall.trustees == two.first.hall.trustees
    assert not (two.second.hall.folder / "ceremony").exists()


def test_report_and_readme_say_which_meeting_it_continues_and_with_which_outcome(two: Two) -> None:
    digest = sha256((two.first.out / "outcome.json").read_bytes()).hexdigest()
    for name, told in (("index.html", "承接首次会议"), ("report.en.html", "continues the first")):
        page = (two.second.out / name).read_text("utf-8")
        assert told in page
        assert digest in page
        assert told not in (two.first.out / name).read_text("utf-8")
    readme = (two.second.out / "README.txt").read_text("utf-8")
    assert digest in readme
    assert "verify . --continues" in readme
    assert "--continues" not in (two.first.out / "README.txt").read_text("utf-8")


def test_each_meeting_has_a_memory_of_its_own_in_the_key(two: Two) -> None:
    """The trap: boxes of both are called r1-A, and a key opens a box of a name once."""
    file = two.second.hall.key(1)
    assert file.key.meeting == two.second.hall.hash
    (other,) = file.key.others
    assert other.meeting == two.first.hall.hash
    assert {each.box for each in file.key.openings} == {each.box for each in other.openings}
    assert {each.setup for each in file.key.openings}.isdisjoint(e.setup for e in other.openings)
    assert file.key.plans.keys() == other.plans.keys()
    assert file.key.plans["r1"] != other.plans["r1"]
    file.refuse_other_meeting(two.first.hall.hash)
    assert (file.key.openings, file.key.plans) == (other.openings, other.plans)
    assert file.key.turned_to(two.second.hall.hash) == two.second.hall.key(1).key


def test_the_key_still_serves_the_first_meeting(two: Two, tmp_path: Path) -> None:
    """A correction of its figures is signed; an opening is the one that it remembers."""
    work = WorkFolder.open(Path(shutil.copytree(two.first.closed, tmp_path / "work")))
    work.write("figures.json", (two.first.work / "figures.json").read_bytes())
    path = Path(shutil.copy(two.second.hall.key_paths[0], tmp_path / "teller.key"))
    file = KeyFile.open(path, PASSPHRASE)
    sign_figures(work, file)
    box = two.first.hall.meeting.boxes()[0]
    share.release(work, share.prepare(work, box, file, no_progress), file)
    again = KeyFile.open(path, PASSPHRASE)
    assert again.key.meeting == two.first.hall.hash
    assert again.key.knows(two.second.hall.hash)


@pytest.mark.parametrize("same", ["setup", "election"])
def test_a_box_of_the_first_is_not_opened_again_under_the_second(two: Two, same: str) -> None:
    """Whatever it is called there: the same setup, or the same election."""
    key = two.second.hall.key(1).key
    (opening,) = key.others[0].openings
    fresh = {"box": "r9-Z", "setup": "a" * 64, "election": "b" * 43, "head": "c" * 64}
    again = RememberedOpening(**(fresh | {same: getattr(opening, same)}))
    assert refused(key.remembering, again) == "second-opening"
    assert key.remembering(RememberedOpening(**fresh)).openings[-1].box == "r9-Z"


def test_the_first_meetings_record_is_not_opened_as_the_seconds(two: Two, tmp_path: Path) -> None:
    """Its box laid into the second's folder, under the name that both have."""
    folder = Path(shutil.copytree(two.second.closed, tmp_path / "work"))
    shutil.rmtree(folder / "boxes" / "r1-A")
    shutil.copytree(two.first.closed / "boxes" / "r1-A", folder / "boxes" / "r1-A")
    work, hall = WorkFolder.open(folder), two.second.hall
    code = refused(share.prepare, work, hall.meeting.boxes()[0], hall.key(2), no_progress)
    assert code == "box-not-valid"


def test_a_ballot_of_the_first_counts_nowhere_in_the_second(runoff: Hall, first: Held) -> None:
    """Whoever has a slip of the second sends a ballot that was cast in the first."""
    for slip, vote in enumerate(ballots(WON, 2)):
        runoff.cast["r1-A"].append(vote)
        if slip == 0:
            old = first.hall.ballot("r1-A", 0, ballots(((0,),), 4)[0])
            runoff.strange["r1-A", 0] = old
    with pytest.raises(Refused):
        runoff.closed_record("r1-A")


def test_signatures_under_the_first_meetings_figures_hold_nowhere_else(
    two: Two, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(two.second.out, tmp_path / "out"))
    shutil.copy(two.first.out / "figures-signed.json", folder / "figures-signed.json")
    shutil.copy(two.first.out / "figures.json", folder / "figures.json")
    source = Published.verified(folder)
    assert source.verdict.word is not Word.VALID
    assert source.verdict.figures_signed == ()


def test_the_second_is_checked_only_with_the_first_before_ones_eyes(runoff: Hall) -> None:
    assert refused(check_prepared, loaded(runoff), runoff.key(1)) == "key-meeting"


def test_there_is_no_second_ceremony(runoff: Hall) -> None:
    assert refused(CeremonyFolder.open, runoff.folder / "prepared") == "ceremony-continues"


def use(runoff: Hall, first: Held, number: int = 1) -> KeyFile:
    file = runoff.key(number)
    use_key_of_before(loaded(runoff), ValidBefore.of(Published.verified(first.out)), file)
    check_prepared(loaded(runoff), file)
    return file


def test_one_stage_is_continued_by_one_meeting(runoff: Hall, first: Held, tmp_path: Path) -> None:
    file = use(runoff, first)
    file = use(runoff, first)  # once more is welcome
    other = continued(first, tmp_path / "other")
    shutil.copy(file.path, other.key_paths[0])
    assert refused(use, other, first) == "continued-otherwise"


def test_a_key_that_is_not_of_the_meeting_before_is_refused(
    runoff: Hall, first: Held, tmp_path: Path
) -> None:
    strangers = hall_of(
        tmp_path / "strangers",
        replace(first.hall.meeting, id="others"),
        first.hall.server,
        {"r1-A": 0},
        3,
    )
    shutil.copy(strangers.key_paths[0], runoff.key_paths[0])
    assert refused(use, runoff, first) == "key-meeting"


def test_a_key_that_never_saw_the_first_meetings_boxes_is_told_so(
    runoff: Hall, first: Held
) -> None:
    file = runoff.key(1)
    file.save(replace(file.key, setups={}))
    assert refused(use, runoff, first) == "before-unchecked"
    file = runoff.key(1)
    file.save(replace(file.key, setups={"r1-A": "0" * 64}))
    assert refused(use, runoff, first) == "setups-other"


def test_another_tellers_key_in_the_second_is_refused(
    runoff: Hall, first: Held, tmp_path: Path
) -> None:
    """Somebody held a ceremony with themselves, and prepared the next meeting under that key."""
    thieves = hall_of(tmp_path / "thieves", first.hall.meeting, first.hall.server, {"r1-A": 0}, 3)
    theirs = replace(first, hall=thieves)
    made = prepared_hall(theirs, runoff.meeting, runoff.server, tmp_path / "made")
    shutil.copy(runoff.key_paths[0], made.key_paths[0])
    assert refused(use, made, first) == "continues-key"


def test_another_meeting_than_the_one_that_follows_is_refused(
    runoff: Hall, first: Held, tmp_path: Path
) -> None:
    """One more who stands, a lower minimum, no tie: all of it is named by its field."""
    meeting = runoff.meeting
    cases = {
        "minimum_group": replace(meeting, minimum_group=3),
        "groups[0].size": replace(meeting, groups=(replace(meeting.groups[0], size=9),)),
        "stages": replace(meeting, stages=meeting.stages[:1]),
    }
    for number, (field, wrong) in enumerate(cases.items()):
        made = prepared_hall(first, wrong, runoff.server, tmp_path / str(number))
        with pytest.raises(Problem) as caught:
            use(made, first)
        assert caught.value.code == "continues-differs"
        assert field in str(caught.value.values["field"])
    assert published(meeting)


def test_slips_and_elections_of_the_first_are_not_used_again(runoff: Hall, first: Held) -> None:
    valid = ValidBefore.of(Published.verified(first.out))
    prepared = loaded(runoff)
    (box,) = prepared.boxes
    old = valid.published.verdict.boxes[0].setup
    assert old.credentials is not None
    slips = frozenset({old.credentials[0].text, *box.setup.credentials})
    again = replace(box, setup=replace(box.setup, credentials=slips))
    reused = replace(prepared, boxes=(again,))
    assert refused(use_key_of_before, reused, valid, runoff.key(1)) == "continues-reused"


def test_the_key_file_keeps_both_and_former_releases_refuse_it(two: Two) -> None:
    path = two.second.hall.key_paths[1]
    key = KeyFile.open(path, PASSPHRASE).key
    assert isinstance(key, TellerKey)
    assert len(key.others) == 1
    with pytest.raises(KeyError):
        key.turned_to("0" * 64)


def test_an_invalid_first_meeting_leads_to_nothing(first: Held, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(first.out, tmp_path / "out"))
    outcome = folder / "outcome.json"
    outcome.write_bytes(outcome.read_bytes().replace(b'"tie"', b'"tia"'))
    assert verify_folder(Published.verified(folder).folder).word is Word.INVALID
    assert refused(ValidBefore.of, Published.verified(folder)) == "before-not-valid"

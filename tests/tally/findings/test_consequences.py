"""One cause is told once: what only follows from a finding stands below it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crypto.place import NOWHERE, MemberAt, Place, ReceiptOf, Where, at_event, in_file, place_of
from meeting.language import gettext_for
from tally.findings.consequences import Cause, causes
from tally.findings.finding import Finding, Level
from tally.folder.source import Folder, UnreadMeeting, open_source
from tally.problem import ROOM
from tally.verify.folder import unread_meeting, verify_folder
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.spoiled_records import edited

ENGLISH = gettext_for(ROOM, "en")


def verdict_of(path: Path) -> Verdict:
    source = open_source(path)
    if isinstance(source, UnreadMeeting):
        return unread_meeting(source)
    assert isinstance(source, Folder)
    return verify_folder(source, workers=1)


def problem(code: str, box: str = "r1-A", where: Where = "", family: str = "") -> Finding:
    return Finding(Level.PROBLEM, code, box, place_of(where), "", family)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_changed_byte_is_named_first_and_once(tiny: Held, tmp_path: Path, data: Any) -> None:
    """Whatever byte of whatever file is changed, what is told first is about that file."""
    folder = tmp_path / "changed"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(tiny.out, folder)
    name = data.draw(st.sampled_from(files(folder)))
    content = bytearray((folder / name).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    (folder / name).write_bytes(content)

    verdict = verdict_of(folder)
    told = told_of(verdict)
    if told[0].finding.code == "report-other-version":  # the number of the words was changed
        assert told[0].finding.file == "outcome.json"
        return
    if told[0].finding.code == "file-other-version":  # the number of the file was
        assert told[0].finding.file == name
        assert verdict.word is Word.UNFINISHED
        return
    assert verdict.word is Word.INVALID
    if told[0].finding.code == "figures-other":  # of the two files that must fit, either
        assert name in {"figures.json", "figures-signed.json"}
    else:
        assert told[0].finding.file == name or told[0].finding.code == "figures-disagree"
    assert len(told) <= 2
    assert sorted(everything(verdict), key=repr) == sorted(verdict.findings, key=repr)


def told_of(verdict: Verdict) -> list[Cause]:
    """Every cause but the slips that nobody used, which the whole folder has as well."""
    return [each for each in verdict.causes if each.finding.code != "slips-missing"]


def everything(verdict: Verdict) -> Iterator[Finding]:
    for each in verdict.causes:
        yield each.finding
        yield from each.consequences


def test_what_follows_names_the_place_of_its_cause(published: Path) -> None:
    path = published / "boxes/r1-A/acts.json"
    path.write_bytes(path.read_bytes()[:-1])
    value = verdict_of(published).to_json()
    cause, *others = (each for each in value["findings"] if each["code"] != "slips-missing")
    assert (cause["code"], cause["file"]) == ("json-syntax", "boxes/r1-A/acts.json")
    assert "follows" not in cause
    assert [each["follows"] for each in others] == [0] * len(others)
    assert {each["code"] for each in others} == {
        "not-bound",
        "shares-missing",
        "outcome-not-compared",
    }


def test_people_read_one_problem_and_below_it_the_rest(published: Path) -> None:
    path = published / "boxes/r1-A/acts.json"
    path.write_bytes(path.read_bytes()[:-1])
    said = list(verdict_lines(verdict_of(published), [], ENGLISH))
    assert len([line for line in said if line.startswith("✗")]) == 1
    assert "    What only follows from it:" in said
    assert len([line for line in said if line.startswith("      └")]) == 3 + 1
    assert said[-1].startswith("INVALID — problems found: 1.")


def test_what_can_be_a_fault_of_its_own_stands_by_itself() -> None:
    independent = [
        problem("archive-hash", where=Place((MemberAt(7, "x", 9),))),
        problem("individual-proof", where=at_event(3)),
        problem("bound-proof", where=at_event(9)),
        problem("act-signature", where=at_event(10)),
        problem("receipt-not-honoured", box="", where=Place((ReceiptOf("A"),))),
        problem("credential-unknown", where=at_event(4)),
    ]
    assert [each.finding for each in causes(independent)] == independent


def test_a_cause_explains_only_its_own_box() -> None:
    found = [problem("archive-hash"), problem("tally-differs"), problem("tally-differs", "r1-B")]
    told = causes(found)
    assert [each.finding.box for each in told] == ["r1-A", "r1-B"]
    assert [len(each.consequences) for each in told] == [1, 0]


def test_consequences_of_consequences_stand_below_the_first_cause() -> None:
    found = [
        problem("json-syntax", where=in_file("acts.json"), family="parse"),
        problem("not-bound", where=at_event(9)),
        problem("shares-missing", where=Place(("trustees", 0))),
    ]
    (cause,) = causes(found)
    assert cause.consequences == tuple(found[1:])


def test_the_gravest_cause_is_told_first() -> None:
    note = Finding(Level.NOTE, "not-opened", "r1-A", NOWHERE, "")
    unfinished = Finding(Level.UNFINISHED, "file-missing", "", in_file("README.txt"), "")
    found = [note, unfinished, problem("ballot-hash")]
    assert [each.finding for each in causes(found)] == found[::-1]


def test_a_note_explains_nothing() -> None:
    note = Finding(Level.NOTE, "not-bound", "r1-A", NOWHERE, "")
    assert len(causes([note, problem("shares-missing")])) == 2


def test_another_meeting_is_one_cause(published: Path) -> None:
    path = published / "meeting.json"
    path.write_bytes(path.read_bytes().replace(b"hall-2026", b"hall-2027"))
    (told,) = told_of(verdict_of(published))
    assert (told.finding.code, told.finding.file) == ("meeting-other", "meeting.json")
    assert {each.code for each in told.consequences} == {
        "checkpoint-meeting",
        "election-not-meeting",
        "outcome-not-compared",
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [("boxes/r1-A/record.bel", "archive-hash"), ("boxes/r1-A/checkpoint.txt", "note-signature")],
)
def test_the_file_of_a_finding_is_its_own(published: Path, name: str, code: str) -> None:
    path = published / name
    data = bytearray(path.read_bytes())
    data[-20 if code == "note-signature" else 700] ^= 1
    path.write_bytes(data)
    assert verdict_of(published).causes[0].finding.file == name


def forged_votes(folder: Path) -> None:
    """One vote more in outcome.json, and another word on the front page."""

    def edit(value: dict[str, Any]) -> dict[str, Any]:
        votes = value["rounds"][0]["tables"][0]["items"][0]["all"]["votes"]
        votes[next(iter(votes))] += 1
        return value

    outcome, page = folder / "outcome.json", folder / "index.html"
    outcome.write_bytes(edited(outcome.read_bytes(), edit))
    page.write_bytes(page.read_bytes().replace(b"1", b"7", 1))


def one_figure(folder: Path) -> None:
    def edit(value: dict[str, Any]) -> dict[str, Any]:
        value["boxes"]["r1-A"]["present"] -= 1
        return value

    path = folder / "figures.json"
    path.write_bytes(edited(path.read_bytes(), edit))


def told(folder: Path) -> set[str]:
    return {each.finding.code for each in told_of(verdict_of(folder))}


def test_figures_changed_alone_are_one_cause(published: Path) -> None:
    one_figure(published)
    assert told(published) - {"figures-unusual"} == {"figures-differ"}


@pytest.mark.parametrize("name", ["outcome.json", "index.html", "README.txt"])
def test_a_changed_figure_hides_no_forgery(published: Path, name: str) -> None:
    one_figure(published)
    if name == "outcome.json":
        forged_votes(published)
    else:
        path = published / name
        path.write_bytes(path.read_bytes() + b"\n")
    assert {"outcome-differs", "report-differs"} <= told(published)
    assert "figures-differ" not in told(published)


def test_a_garbled_acts_file_hides_no_false_total() -> None:
    acts = problem("json-syntax", where=in_file("acts.json"), family="parse")
    total, share = problem("tally-differs", where=at_event(9)), problem("shares-missing")
    found = causes([acts, total, share])
    assert [(each.finding, each.consequences) for each in found] == [(acts, (share,)), (total, ())]
    opening = problem("json-syntax", "r1-A+B", in_file("opening.json"), "parse")
    assert len(causes([opening, problem("tally-differs", "r1-A+B")])) == 2


@pytest.mark.parametrize("code", ["checkpoint-fork", "checkpoint-rollback"])
@pytest.mark.parametrize("cause", ["archive-hash", "event-parent", "meeting-other"])
def test_another_board_than_the_server_signed_is_never_folded(code: str, cause: str) -> None:
    found = [problem(cause, where="member 9"), problem(code, where="checkpoint.txt")]
    assert [each.finding for each in causes(found)] == found

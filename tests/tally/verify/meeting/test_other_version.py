"""Folders with pages in the words of another version: the figures hold, the pages are unread."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from meeting.language import gettext_for
from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.outcome.file.rendering_version import RENDERING
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.spoiled_records import edited


def named(folder: Path, number: Any) -> None:
    """Write this number into outcome.json; None takes it out."""

    def edit(value: dict[str, Any]) -> dict[str, Any]:
        kept = {name: each for name, each in value.items() if name != "rendering"}
        if number is None:
            return kept
        return {name: number if name == "rendering" else each for name, each in value.items()}

    path = folder / "outcome.json"
    path.write_bytes(edited(path.read_bytes(), edit))


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def problems(verdict: Verdict) -> set[tuple[str, str]]:
    return {(each.code, each.where) for each in verdict.findings if each.level is not Level.NOTE}


@pytest.mark.parametrize("number", [None, RENDERING + 1, 1000])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_in_other_words_are_not_compared_and_the_verdict_says_so(
    published: Path, number: int | None, language: str
) -> None:
    named(published, number)
    page = published / "index.html"
    page.write_bytes(page.read_bytes().replace(b"1", b"7", 1))
    verdict = verdict_of(published)
    assert verdict.word is Word.VALID
    assert not verdict.pages_compared
    assert verdict.to_json()["pages_compared"] is False
    (note,) = (each for each in verdict.findings if each.code == "report-other-version")
    assert (note.level, note.where) == (Level.NOTE, "outcome.json")
    said = list(verdict_lines(verdict, [], gettext_for(ROOM, language)))
    last = said[-1]
    assert last.startswith(("VALID, but", "记录核验通过，但"))
    assert ("NOT compared" if language == "en" else "没有比对") in last
    assert "every figure" not in last
    assert "每个数字" not in last


def test_the_outcome_is_compared_whatever_its_pages_are(published: Path) -> None:
    named(published, 1000)
    path = published / "outcome.json"
    path.write_bytes(edited(path.read_bytes(), lambda value: value | {"rounding": "none"}))
    assert problems(verdict_of(published)) == {("outcome-differs", "outcome.json")}


def test_a_page_of_another_version_must_be_there(published: Path) -> None:
    named(published, 1000)
    (published / "index.html").unlink()
    assert problems(verdict_of(published)) == {("file-missing", "index.html")}


@pytest.mark.parametrize("number", ["1", True, 0, -1, 1 << 40, [1]])
def test_what_is_no_number_is_no_way_around_the_comparison(published: Path, number: Any) -> None:
    named(published, number)
    page = published / "README.txt"
    page.write_bytes(page.read_bytes() + b"\n")
    assert problems(verdict_of(published)) == {
        ("outcome-differs", "outcome.json"),
        ("report-differs", "README.txt"),
    }


def test_our_own_number_means_that_every_page_was_compared(published: Path) -> None:
    verdict = verdict_of(published)
    assert verdict.pages_compared
    assert verdict.to_json()["pages_compared"] is True


def version(folder: Path, name: str, number: Any) -> None:
    path = folder / name
    path.write_bytes(edited(path.read_bytes(), lambda value: value | {"version": number}))


def unsigned(folder: Path) -> None:
    """Figures that were changed after they were signed are a fault, whatever they say."""
    (folder / "figures-signed.json").unlink()


def forged(folder: Path) -> None:
    page = folder / "index.html"
    page.write_bytes(page.read_bytes().replace(b"1", b"7", 1))


@pytest.mark.parametrize("number", [0, -5, 1000, 1 << 40])
def test_a_version_that_none_can_be_is_a_fault(published: Path, number: int) -> None:
    version(published, "outcome.json", number)
    forged(published)
    assert problems(verdict_of(published)) == {
        ("outcome-differs", "outcome.json"),
        ("report-differs", "index.html"),
    }


@pytest.mark.parametrize(("name", "number"), [("outcome.json", 3), ("figures.json", 3)])
def test_another_version_is_unfinished_and_says_what_was_not_compared(
    published: Path, name: str, number: int
) -> None:
    version(published, name, number)
    unsigned(published)
    forged(published)
    verdict = verdict_of(published)
    assert verdict.word is Word.UNFINISHED
    assert verdict.to_json()["pages_compared"] is False
    *above, last = verdict_lines(verdict, [], gettext_for(ROOM, "en"))
    assert last.startswith("UNFINISHED — outcome.json and reports were NOT compared")
    assert any(line.startswith("! outcome.json, the reports and") for line in above)


def test_a_void_round_is_said_whatever_version_the_outcome_names(published: Path) -> None:
    few = {"present": 3, "issued": 3}
    path = published / "figures.json"
    path.write_bytes(edited(path.read_bytes(), lambda v: v | {"boxes": {"r1-A": few}}))
    version(published, "outcome.json", 3)
    unsigned(published)
    verdict = verdict_of(published)
    assert (verdict.word, verdict.void_rounds) == (Word.UNFINISHED, ("r1",))
    said = verdict_lines(verdict, [], gettext_for(ROOM, "en"))
    assert any(line.startswith("! VOID round: r1") for line in said)


def test_sentences_of_steps_in_other_words_are_no_result(by_rules: Held, tmp_path: Path) -> None:
    """Who sets another number can write what they like into them: the last line says so."""
    folder = Path(shutil.copytree(by_rules.out, tmp_path / "out"))

    def edit(value: dict[str, Any]) -> None:
        value["rendering"] = 1000
        value["steps"][-1]["said"] = {"zh": {"rule": "", "result": ["林嵘当选。"]}}

    path = folder / "outcome.json"
    path.write_bytes(edited(path.read_bytes(), edit))
    verdict = verdict_of(folder)
    assert verdict.word is Word.VALID
    said = list(verdict_lines(verdict, [], str))
    assert "the sentences in outcome.json were NOT compared" in said[-1]
    assert any(line.startswith("! The reports, README.txt and the sentences") for line in said)

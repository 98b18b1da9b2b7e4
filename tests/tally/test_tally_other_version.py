"""Folders with pages in the words of another version: the figures hold, the pages are unread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from meeting.language import gettext_for
from tally.findings.finding import Level
from tally.folder.source import open_folder
from tally.outcome.rendering_version import RENDERING
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines
from tests.tally.spoiled import edited


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
    assert last.startswith(("VALID, but", "有效，但"))
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

"""What lies in a folder that should not: named, counted, and it writes nothing on the screen."""

from __future__ import annotations

import os
from pathlib import Path

from meeting.language import gettext_for
from tally.findings.finding import Level
from tally.problem import ROOM
from tally.verify.verdict import Word
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.folder_findings import found, verdict_of


def test_what_belongs_to_nothing_is_named_and_the_last_lines_count_it(published: Path) -> None:
    (published / "index.htm").write_text("<p>100.00%</p>")
    (published / "boxes/r1-A/record2.bel").write_bytes(b"")
    (published / "boxes/r1-B/more").mkdir()
    (published / "latest").symlink_to(published)
    os.mkfifo(published / "pipe")
    verdict = verdict_of(published)
    assert found(verdict, "file-unexpected") == dict.fromkeys(
        ("index.htm", "boxes/r1-A/record2.bel", "boxes/r1-B/more", "latest", "pipe"), Level.NOTE
    )
    assert verdict.word is Word.VALID
    said = list(verdict_lines(verdict, [], gettext_for(ROOM, "en")))
    assert said[-1].startswith("VALID, but things in this folder that nobody checked: 5 — ")
    assert any(
        line.startswith("! Things in this folder that are no part of it (see above): 5.")
        for line in said
    )
    assert verdict.to_json()["unexpected"] == 5


def test_a_name_cannot_write_on_the_screen(published: Path) -> None:
    (published / "a\x1b[2Jb\u202ec").write_bytes(b"")
    (published / "boxes/\x1b[31m").mkdir()
    verdict = verdict_of(published)
    places = {*found(verdict, "file-unexpected"), *found(verdict, "box-unknown")}
    assert places == {r"'a\x1b[2Jb\u202ec'", r"boxes/'\x1b[31m'"}


def test_many_names_are_cut_short(published: Path) -> None:
    for number in range(70):
        (published / f"{number:02}").write_bytes(b"")
    verdict = verdict_of(published)
    assert len(found(verdict, "file-unexpected")) == 51
    assert any("20 more" in each.detail for each in verdict.findings)


def test_a_folder_without_anything_else_has_nothing_to_name(published: Path) -> None:
    verdict = verdict_of(published)
    assert verdict.unexpected == 0
    assert not any(each.code.startswith("file-") for each in verdict.findings)

"""Who shuffles and who is needed: what the organiser is told, and what is so if nothing is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from meeting.commands.check import check
from meeting.organiser.meeting_file import read_organised
from meeting.organiser.teller_notes import teller_notes
from tests.meeting.organiser.test_single_papers import organised, panel


def codes(folder: Path, tellers: int, threshold: int, shuffles: int) -> list[str]:
    names = tuple(f"监票人{number}" for number in range(tellers))
    meeting = replace(
        panel(folder), tellers=names, teller_threshold=threshold, required_shuffles=shuffles
    )
    return [note.code for note in teller_notes(meeting)]


@pytest.mark.parametrize(
    ("tellers", "threshold", "shuffles", "expected"),
    [
        (3, 2, 2, []),
        (5, 3, 3, []),
        (5, 3, 4, []),
        (5, 3, 2, ["tellers-few-shuffle"]),
        (3, 3, 3, ["tellers-all-open"]),
        (3, 3, 2, ["tellers-few-shuffle", "tellers-all-open"]),
        (3, 2, 3, ["tellers-all-shuffle"]),
    ],
)
def test_what_is_told(
    tmp_path: Path, tellers: int, threshold: int, shuffles: int, expected: list[str]
) -> None:
    assert codes(tmp_path, tellers, threshold, shuffles) == expected


@pytest.mark.parametrize("threshold", [2, 3])
def test_as_many_shuffle_as_open_if_nothing_is_said(tmp_path: Path, threshold: int) -> None:
    path = organised(tmp_path)
    text = path.read_text("utf-8").replace("threshold = 2", f"threshold = {threshold}")
    path.write_text(text, "utf-8")
    assert read_organised(path).meeting.required_shuffles == threshold


def test_meeting_check_says_so_in_words(tmp_path: Path) -> None:
    path = organised(tmp_path)
    text = path.read_text("utf-8").replace("threshold = 2", "threshold = 3\nshuffles = 2")
    path.write_text(text, "utf-8")
    said = CliRunner().invoke(check, [str(path)], env={"PIAOXIANG_LANGUAGE": "en"})
    assert said.exit_code == 0, said.output
    assert "those 2 alone could tell" in said.output
    assert "All 3 tellers are needed to open a box" in said.output

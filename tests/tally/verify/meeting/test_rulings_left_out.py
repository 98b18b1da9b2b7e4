"""A ruling that two tellers signed, and that whoever publishes leaves out of the folder."""

from __future__ import annotations

from pathlib import Path

from tally.findings.finding import Level
from tally.folder.ruling import Answer
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.ruled_hall import published_with, ruling_of, signed_in, steps
from tests.tally.fixtures.small_hall import build_hall

WITHDRAWN = """
[[rules]]
kind = "withdraw"
id = "withdrawn"
unruled = "nobody"
"""


def held_meeting(folder: Path) -> Held:
    return hold(build_hall(folder / "ceremony", rules=steps(WITHDRAWN)), folder)


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def last_word(verdict: Verdict) -> str:
    return list(verdict_lines(verdict, [], str))[-1]


def test_a_withdrawal_that_was_left_out_stands_in_the_last_line(tmp_path: Path) -> None:
    """The folder is made anew as if nobody had withdrawn: all of it follows, and it says so."""
    held = held_meeting(tmp_path)
    ruling = ruling_of(held, "withdrawn", (Answer("chen", "yes"),), ("chen", "lin"))
    whole = published_with(held, tmp_path / "with", signed_in(held, tmp_path / "a", ruling))
    assert not verdict_of(whole).count("ruling-missing")
    assert last_word(verdict_of(whole)).startswith("VALID — ")
    without = verdict_of(
        published_with(held, tmp_path / "without", signed_in(held, tmp_path / "b"))
    )
    assert without.word is Word.VALID
    assert without.outcome is not None
    assert without.outcome.steps[0].people == ("chen", "lin")
    (note,) = (each for each in without.findings if each.code == "ruling-missing")
    assert (note.level, note.where) == (Level.NOTE, "rulings/withdrawn.json")
    assert "decisions of people that are not in this folder: 1" in last_word(without)


def test_tellers_can_sign_that_nobody_withdrew(tmp_path: Path) -> None:
    held = held_meeting(tmp_path)
    ruling = ruling_of(held, "withdrawn", (), ("chen", "lin"))
    verdict = verdict_of(
        published_with(held, tmp_path / "o", signed_in(held, tmp_path / "a", ruling))
    )
    assert not verdict.count("ruling-missing")
    assert verdict.outcome is not None
    assert verdict.outcome.steps[0].people == ("chen", "lin")

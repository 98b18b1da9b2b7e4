"""Which sentence a finding gets: by its code and how grave it is, else by its error's family."""

from __future__ import annotations

import re

from crypto.place import at_event
from meeting.language import gettext_for
from tally.findings.codes import CODES
from tally.findings.finding import Finding, Level
from tally.problem import ROOM
from tally.verify.verdict import Verdict
from tally.verify.words.sentences import sentence
from tally.verify.words.verdict import verdict_lines

ENGLISH = gettext_for(ROOM, "en")


def said(level: Level, code: str, family: str = "") -> str:
    return sentence(Finding(level, code, "r1-A", at_event(9), "x", family), str)


def test_a_code_has_its_sentence_unless_what_it_says_is_only_noted() -> None:
    milder = {
        (level, code)
        for code, told in CODES.items()
        for level in Level
        if said(level, code) != told.sentence
    }
    assert milder == {(Level.NOTE, "not-bound"), (Level.NOTE, "shuffle-unsigned")}


def test_a_code_that_nobody_knows_is_told_by_its_family() -> None:
    families = ("parse", "proof", "record", "ceremony", "meeting", "")
    told = [said(Level.PROBLEM, "of-another-version", family) for family in families]
    assert len({*told}) == len(families)
    assert said(Level.PROBLEM, "ballot-signature", "parse") not in told


def test_the_last_line_counts_the_problems_alone() -> None:
    levels = (Level.PROBLEM, Level.NOTE, Level.UNBOUND, Level.PROBLEM, Level.UNFINISHED)
    found = tuple(
        Finding(each, "not-bound", "", at_event(at), "") for at, each in enumerate(levels)
    )
    (last,) = (
        line for line in verdict_lines(Verdict("", (), found), [], ENGLISH) if "INVALID" in line
    )
    assert re.findall("[0-9]+", last) == ["2"]

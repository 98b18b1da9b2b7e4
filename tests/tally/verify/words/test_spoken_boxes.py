"""What a verdict says of its boxes and sums, one line each, and of every rule of their papers."""

from __future__ import annotations

from collections import Counter

from meeting.language import gettext_for
from tally.folder.source import open_folder
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.meeting.box_rules import box_rules
from tally.verify.record.closing import closing_head
from tally.verify.verdict import Verdict
from tally.verify.words.rule_lines import spoken_rule
from tally.verify.words.verdict import verdict_lines
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.held_meeting import Held

ENGLISH = gettext_for(ROOM, "en")


def judged(held: Held) -> tuple[Verdict, list[str]]:
    verdict = verify_folder(open_folder(held.out), workers=1)
    return verdict, list(verdict_lines(verdict, [], ENGLISH))


def test_every_box_has_a_line_with_its_ballots_and_its_two_hashes(tiny: Held) -> None:
    verdict, said = judged(tiny)
    assert len(verdict.boxes) == 2
    for box in verdict.boxes:
        assert box.record is not None
        (line,) = (each for each in said if each.startswith(f"Box {box.findings.box}:"))
        assert "ballots: 6;" in line
        assert short_hash(box.record.head.hash) in line
        assert short_hash(closing_head(box.record) or "") in line


def test_every_sum_has_a_line_that_names_its_boxes(summed: Held) -> None:
    verdict, said = judged(summed)
    (sum_,) = verdict.sums
    assert sum_.definition is not None
    (line,) = (each for each in said if each.startswith("Sum "))
    assert "r1-A, r1-B" in line
    assert "ballots: 8;" in line
    assert short_hash(sum_.definition.hash) in line


def test_every_rule_is_said_with_the_number_of_its_questions(full: Held) -> None:
    verdict, said = judged(full)
    counted = Counter(rule for box in verdict.boxes for _at, rule in box_rules(box))
    assert len(counted) > 1
    (proved,) = (line for line in said if line.startswith("Proved:"))
    for rule, count in counted.items():
        assert f"{spoken_rule(rule, ENGLISH)} (questions: {count}" in proved

"""The size of outcome.json that a meeting is measured by is never less than that of a real one."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from crypto.groups.embedding import Extracted
from meeting.definition.paper import WRITE_IN, Paper, PaperItem
from meeting.feasibility.outcome_size import outcome_bytes as foreseen
from meeting.limits import LARGEST_OUTCOME, LARGEST_REPORT
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import Outcome, outcome_of
from tally.report.pages import pages
from tests.tally.fixtures.sample_outcomes import PLAIN, samples


def test_no_outcome_is_larger_than_foreseen() -> None:
    for outcome in samples():
        assert len(outcome_bytes(outcome)) <= foreseen(outcome.meeting)


@pytest.mark.parametrize("lines", [1, 6, 10])
@pytest.mark.parametrize("groups", [1, 26])
def test_no_report_is_four_times_as_large(lines: int, groups: int) -> None:
    """Names of thirty characters that pages write in five, each another, in up to 26 columns."""
    outcome = everybody_writes(lines, groups)
    size = foreseen(outcome.meeting)
    assert len(outcome_bytes(outcome)) <= size
    for page in pages(outcome).values():
        assert len(page) <= size * LARGEST_REPORT // LARGEST_OUTCOME


def everybody_writes(lines: int, groups: int) -> Outcome:
    """A meeting in which everybody writes another name on every line."""
    line = PaperItem("other", None, "另推他人", "Somebody else", (), 0, 1, False, form=WRITE_IN)
    written = tuple(replace(line, id=f"other-{number}") for number in range(lines))
    slate = Paper("slate", "recommendation", "推荐票", "Slate", "", "", "valid", written)
    meeting = replace(
        PLAIN,
        papers=(slate,),
        rounds=(replace(PLAIN.rounds[0], papers=(slate.id,)),),
        groups=tuple(replace(PLAIN.groups[0], id=f"G{n}", name=f"{n}票") for n in range(groups)),
    )
    numbers = count()
    opened = []
    for box in meeting.boxes():
        ballots = box.group.size
        texts = {
            number: tuple(
                Extracted(tuple(f"{'&' * 23}{next(numbers):07d}".encode()), canonical=True)
                for _ballot in range(ballots)
            )
            for number in range(lines)
        }
        items = read_result(meeting, box, ballots, ((),) * lines, texts)
        opened.append(BoxCount(box, "1" * 64, "3" * 64, "2" * 64, ballots, items))
    return outcome_of(meeting, "0" * 64, tuple(opened), {})

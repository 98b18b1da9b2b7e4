"""Outcomes that are always the same, to hold what is published of them against a digest.

Between them they show what a report can show: weights and none, figures and none, a box that was
not opened, ties, a title that needs escaping, names in writing, rankings and scores, and
boxes that were opened as one.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from crypto.election.score import score_vector
from crypto.election.write_in import write_in_vector
from crypto.groups.embedding import Extracted
from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.organiser.figures import BoxFigures
from tally.folder.figures import EarlierFigures
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.groups_as_one import pooled_box
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.sum_count import SumCount
from tests.tally.small_hall import TELLERS
from tests.tally.small_papers import FULL, PEOPLE
from tests.tally.written_hall import JUDGES, NO_TEXT, ORDER, SLATE, THREE

Results = dict[str, tuple[tuple[int, ...], ...]]

# Of 10 ballots: team, chen's grade and placement, lin's grade and placement, the slate.
A: tuple[tuple[int, ...], ...] = (
    (1, 5, 3, 1), (0, 6, 2, 2), (1, 4, 5), (2, 3, 4, 1), (0, 10, 0), (2, 8, 5),
)  # fmt: skip
B: tuple[tuple[int, ...], ...] = (
    (0, 1, 1, 8), (1, 1, 2, 6), (1, 4, 5), (0, 4, 5, 1), (0, 0, 10), (4, 3, 6),
)  # fmt: skip
TIED: tuple[tuple[int, ...], ...] = (
    (0, 10, 0, 0), (0, 6, 2, 2), (1, 4, 5), (0, 6, 2, 2), (0, 10, 0), (2, 8, 8),
)  # fmt: skip
PLAIN = Meeting(
    id="sample-2026",
    title="届末民主测评",
    title_en="End-of-term <evaluation> & more",
    place="丁堡镇",
    place_en="Dingbao",
    date="2026-11-21",
    preset="small",
    team="镇班子",
    team_en="The team",
    groups=(
        VoterGroup("A", "A票", "Ballot A", "", "", 20, 20),
        VoterGroup("B", "B票", "Ballot B", "", "", 20, 20),
    ),
    people=PEOPLE,
    papers=FULL,
    rounds=(Round("r1", "第一轮", "Round 1", tuple(paper.id for paper in FULL)),),
    tellers=TELLERS,
    teller_threshold=2,
    minimum_group=5,
    server_key="e" * 64,
)
NO_TEXT_FOUND = Extracted(NO_TEXT, canonical=True)
HALL = {"r1-A": BoxFigures(12, 11), "r1-B": BoxFigures(10, 10)}


def weighed(meeting: Meeting) -> Meeting:
    """The same meeting, group A counting 60 percent and B 40."""
    first, second = meeting.groups
    weights = (Fraction(3, 5), Fraction(2, 5))
    groups = (replace(first, weight=weights[0]), replace(second, weight=weights[1]))
    return replace(meeting, groups=groups)


def outcome(meeting: Meeting, results: Results, hall: dict[str, BoxFigures]) -> Outcome:
    """What came of boxes of 10 ballots; one without a result had 3 and was not opened."""
    counts = []
    for box in meeting.boxes():
        result = results.get(box.id)
        items = read_result(meeting, box, 10, result) if result else None
        counts.append(BoxCount(box, "1" * 64, "3" * 64, "2" * 64, 10 if result else 3, items))
    return outcome_of(meeting, "0" * 64, tuple(counts), hall)


def written() -> Outcome:
    """Answers that were opened singly, invalid ones among them, and more names than allowed."""
    papers = (replace(SLATE, at_most=1), ORDER, JUDGES)
    names = ("王五", "林嵘", "", "<b>丁一</b>", "王五")
    lines = (*(Extracted(write_in_vector(name), canonical=True) for name in names), NO_TEXT_FOUND)
    ranks = tuple(Extracted(rank, canonical=True) for rank in ((1, 2), (2, 1), (0, 0)) * 2)
    scores = Extracted(score_vector((955, 1000, 0)), canonical=True)
    marked = replace(scores, canonical=False)
    singles = {1: lines, 2: lines[::-1], 3: ranks, 4: (*[scores] * 5, marked)}
    round_one = Round("r1", "第一轮", "Round 1", tuple(paper.id for paper in papers))
    meeting = replace(PLAIN, people=THREE, papers=papers, rounds=(round_one,), required_shuffles=2)
    first, second = meeting.boxes()
    result: tuple[tuple[int, ...], ...] = ((1, 5, 3, 0), (), (), (), ())
    counts = (
        BoxCount(
            first, "1" * 64, "3" * 64, "2" * 64, 6, read_result(meeting, first, 6, result, singles)
        ),
        BoxCount(second, "1" * 64, "3" * 64, "2" * 64, 3, None),
    )
    return outcome_of(meeting, "0" * 64, counts, {})


def summed(meeting: Meeting, ballots: tuple[int, int]) -> Outcome:
    """Both boxes opened as one, with so many ballots, which are 10 together."""
    boxes = meeting.boxes()
    parts = tuple(
        BoxCount(box, "1" * 64, "3" * 64, "3" * 64, count, None)
        for box, count in zip(boxes, ballots, strict=True)
    )
    box = pooled_box(boxes)
    count = BoxCount(box, "4" * 64, "4" * 64, "5" * 64, 10, read_result(meeting, box, 10, A))
    return outcome_of(meeting, "0" * 64, parts, HALL, (SumCount(count, parts),))


def corrected() -> Outcome:
    """Unusual figures, corrected twice; with the first ones the round was void."""
    first = outcome(PLAIN, {"r1-A": A, "r1-B": B}, {})
    hall = {"r1-A": BoxFigures(21, 11), "r1-B": BoxFigures(10, 11)}
    earlier = (
        EarlierFigures("录入 <错误>", {"r1-A": BoxFigures(9, 9)}),
        EarlierFigures("漏填 B 票", {"r1-A": BoxFigures(21, 11)}),
    )
    return outcome_of(PLAIN, "0" * 64, first.boxes, hall, earlier=earlier)


def samples() -> tuple[Outcome, ...]:
    """All of them."""
    return (
        outcome(PLAIN, {"r1-A": A, "r1-B": B}, HALL),
        outcome(weighed(PLAIN), {"r1-A": A, "r1-B": TIED}, {}),
        outcome(replace(PLAIN, group_name="BELENIOS-2048"), {"r1-A": TIED}, HALL),
        written(),
        summed(weighed(PLAIN), (3, 7)),
        summed(PLAIN, (5, 5)),
        outcome(PLAIN, {"r1-A": A, "r1-B": B}, {"r1-A": BoxFigures(21, 9)}),
        corrected(),
    )

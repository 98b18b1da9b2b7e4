"""Rules of real procedures, on figures that lead to what their documents say."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tally.outcome.steps.result import Term
from tests.tally.fixtures.ruled import derived, people, ruled

NAMES = [person.name for person in people(36)]


def votes(item: str, numbers: list[int], round_id: str = "r1", group: str = "A") -> str:
    head = f"[rounds.{round_id}.{group}.votes.{item}]\n"
    rows = [f'"{name}" = {number}\n' for name, number in zip(NAMES, numbers, strict=False)]
    return head + "".join(rows)


def test_marks_are_a_gate_and_a_tie_lets_more_in(tmp_path: Path) -> None:
    """公推公选: 2 posts × 1:8 = 16, and 18 of 36 went on; then 1:5 = 10, and 11 went on."""
    meeting = ruled(
        """
        [[rules]]
        kind = "marks"
        id = "written"
        column = "笔试"
        [[rules]]
        kind = "cut"
        id = "tested"
        by = "written"
        seats = 2
        ratio = 8
        ties = "keep-all"
        [[rules]]
        kind = "count"
        id = "first"
        round = "r1"
        item = "slate"
        [[rules]]
        kind = "cut"
        id = "recommended"
        source = "tested"
        by = "first"
        seats = 2
        ratio = 5
        ties = "keep-all"
        """,
        count=36,
    )
    marks = [90 - at for at in range(15)] + [70, 70, 70] + [60 - at for at in range(18)]
    text = '[marks."笔试"]\n' + "".join(
        f'"{name}" = {mark}\n' for name, mark in zip(NAMES, marks, strict=True)
    )
    found = derived(
        meeting, tmp_path, text + votes("slate", [50 - at for at in range(9)] + [20, 20, *[5] * 7])
    )
    assert len(found["tested"].people) == 18
    assert found["tested"].wanted == 16
    assert len(found["recommended"].people) == 11
    assert [each.why for each in found["recommended"].judged[8:12]] == [
        "first", "equal-kept", "equal-kept", "behind",
    ]  # fmt: skip


def test_thirty_judges_five_and_five_dropped(tmp_path: Path) -> None:
    """大评委制: the mean of the twenty in the middle."""
    meeting = ruled(
        """
        [[rules]]
        kind = "score"
        id = "speech"
        round = "r1"
        item = "speech"
        drop = 5
        least = 11
        """
    )
    scores = [100] * 5 + [90] * 10 + [80] * 10 + [10] * 5
    text = f'[rounds.r1.A.scores.speech]\n"{NAMES[0]}" = {scores}\n"{NAMES[1]}" = [60, "60.5"]\n'
    found = derived(meeting, tmp_path, text)["speech"].numbers
    assert found["p1"].number == 85
    assert found["p1"].terms == (Term("", Fraction(1700), Fraction(20)),)
    assert found["p2"].number == Fraction(241, 4)
    assert found["p3"].number is None


def test_ranks_weigh_by_groups_40_30_30(tmp_path: Path) -> None:
    """润州: 1st 1, 2nd 0.9, 3rd 0.8, not named 0.6."""
    meeting = ruled(
        """
        [[rules]]
        kind = "place-points"
        id = "points"
        round = "r1"
        item = "order"
        values = ["1", "0.9", "0.8"]
        unnamed = "0.6"
        weighted = true
        """,
        groups=(("L", 10, "2/5"), ("S", 20, "3/10"), ("R", 10, "3/10")),
    )
    text = "".join(
        f'[rounds.r1.{group}.places.order]\n"{NAMES[0]}" = {row}\n"{NAMES[1]}" = {rest}\n'
        for group, row, rest in (
            ("L", [5, 3, 0], [5, 0, 0]),
            ("S", [10, 0, 4], [10, 0, 0]),
            ("R", [2, 0, 0], [8, 0, 0]),
        )
    )
    found = derived(meeting, tmp_path, text)["points"].numbers["p1"]
    leaders = Fraction(5 * 10 + 3 * 9 + 2 * 6, 100)
    staff = Fraction(10 * 10 + 4 * 8 + 6 * 6, 200)
    others = Fraction(2 * 10 + 8 * 6, 100)
    expected = Fraction(4, 10) * leaders + Fraction(3, 10) * (staff + others)
    assert found.number == expected


def test_two_thirds_of_all_members_and_four_fifths_present(tmp_path: Path) -> None:
    """全委会票决: a round with too few present decides nothing."""
    rules = """
        [[rules]]
        kind = "quorum"
        id = "quorum"
        round = "r1"
        limit = "4/5"
        [[rules]]
        kind = "rate"
        id = "approved"
        round = "r1"
        item = "slate"
        over = "entitled"
        [[rules]]
        kind = "threshold"
        id = "passed"
        figure = "approved"
        limit = "2/3"
        strictly = true
        """
    meeting = ruled(rules)
    held = derived(
        meeting, tmp_path, "[rounds.r1.A]\npresent = 48\n" + votes("slate", [40, 41, 48, 3])
    )
    assert held["quorum"].together["share"] == Fraction(4, 5)
    assert held["passed"].people == ("p2", "p3")
    missed = derived(meeting, tmp_path, "[rounds.r1.A]\npresent = 47\n" + votes("slate", [47]))
    assert missed["approved"].waits is not None
    assert (missed["approved"].waits.code, missed["approved"].waits.about) == (
        "quorum-missed",
        ("r1",),
    )
    assert missed["passed"].waits is not None
    assert missed["passed"].waits.code == "step"


def test_nine_of_twelve_by_a_strict_half_of_the_entitled(tmp_path: Path) -> None:
    """咸安: 12 → 9; exactly half is not elected, and one woman at least or a seat stays open."""
    meeting = ruled(
        """
        [[rules]]
        kind = "rate"
        id = "votes"
        round = "r1"
        item = "slate"
        over = "entitled"
        [[rules]]
        kind = "threshold"
        id = "majority"
        figure = "votes"
        limit = "1/2"
        strictly = true
        [[rules]]
        kind = "cut"
        id = "elected"
        source = "majority"
        by = "votes"
        seats = 9
        ties = "revote"
        election = true
        [[rules]]
        kind = "reserve"
        id = "seated"
        source = "elected"
        pool = "majority"
        people = ["p11"]
        by = "votes"
        otherwise = "open"
        """,
        count=12,
    )
    cast = [60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 30]
    found = derived(meeting, tmp_path, votes("slate", cast))
    assert len(found["majority"].people) == 11
    assert found["elected"].people == tuple(f"p{at}" for at in range(1, 10))
    assert found["seated"].people == tuple(f"p{at}" for at in range(1, 9))
    tied = derived(meeting, tmp_path, votes("slate", [60] * 8 + [50, 50, 40, 1]))["elected"]
    assert tied.waits is not None
    assert (tied.waits.code, set(tied.waits.about)) == ("tie", {"p9", "p10"})


def test_grades_weigh_100_85_70_50_and_not_known_is_no_opinion(tmp_path: Path) -> None:
    meeting = ruled(
        """
        [[rules]]
        kind = "points"
        id = "grade"
        round = "r1"
        item = "evaluation"
        values = [
            { option = "excellent", value = 1 }, { option = "competent", value = "85%" },
            { option = "basic", value = "70%" }, { option = "not", value = "50%" },
        ]
        [[rules]]
        kind = "rate"
        id = "negative"
        round = "r1"
        item = "evaluation"
        options = ["basic", "not"]
        over = "valid"
        without = ["unknown"]
        [[rules]]
        kind = "flag"
        id = "follow-up"
        figure = "negative"
        limit = "30%"
        """
    )
    text = f'[rounds.r1.A.votes.evaluation."{NAMES[0]}"]\n"优秀" = 20\n"称职" = 15\n'
    text += '"基本称职" = 10\n"不称职" = 5\n"不了解" = 10\n'
    text += "".join(
        f'[rounds.r1.A.votes.evaluation."{name}"]\n"优秀" = 60\n' for name in NAMES[1:4]
    )
    found = derived(meeting, tmp_path, text)
    assert found["grade"].numbers["p1"].number == Fraction(2000 + 1275 + 700 + 250, 5000)
    assert found["negative"].numbers["p1"].number == Fraction(15, 50)
    assert [each.why for each in found["follow-up"].judged][:2] == ["flagged", "not-flagged"]
    assert len(found["follow-up"].people) == 4


def test_a_cut_waits_for_what_would_decide_between_equals(tmp_path: Path) -> None:
    """Its criteria are named by it as its figure is: where one waits, so does the cut."""
    meeting = ruled(
        """
        [[rules]]
        kind = "count"
        id = "votes"
        round = "r1"
        item = "slate"
        [[rules]]
        kind = "marks"
        id = "marks"
        column = "笔试"
        [[rules]]
        kind = "scaled"
        id = "scaled"
        figure = "marks"
        full = 10
        to = "best"
        [[rules]]
        kind = "cut"
        id = "cut"
        by = "votes"
        seats = 1
        then = [{ figure = "scaled" }]
        ties = "stop"
        """
    )
    found = derived(meeting, tmp_path, votes("slate", [9, 9, 1, 1]))
    waits = [found[name].waits for name in ("scaled", "cut")]
    assert [(each.code, each.about) for each in waits if each] == [
        ("nothing-to-divide", ("marks",)),
        ("step", ("scaled",)),
    ]


def test_where_seats_are_open_anyway_nobody_gives_way_to_a_reserved_one(tmp_path: Path) -> None:
    """Of nine seats one is kept for a woman: whoever else passed fits into the other eight."""
    meeting = ruled(
        """
        [[rules]]
        kind = "rate"
        id = "votes"
        round = "r1"
        item = "slate"
        over = "entitled"
        [[rules]]
        kind = "threshold"
        id = "majority"
        figure = "votes"
        limit = "1/2"
        strictly = true
        [[rules]]
        kind = "cut"
        id = "elected"
        source = "majority"
        by = "votes"
        seats = 3
        ties = "revote"
        election = true
        [[rules]]
        kind = "reserve"
        id = "seated"
        source = "elected"
        pool = "majority"
        people = ["p4"]
        by = "votes"
        otherwise = "open"
        """,
        count=4,
    )
    for cast, seated in (
        ([60, 50, 10, 10], ("p1", "p2")),
        ([60, 50, 40, 10], ("p1", "p2")),
        ([60, 50, 10, 40], ("p1", "p2", "p4")),
    ):
        assert derived(meeting, tmp_path, votes("slate", cast))["seated"].people == seated

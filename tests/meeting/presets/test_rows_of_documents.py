"""What the documents say, row by row: figures that lead to theirs, by the presets' own rules."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

from meeting.definition.meeting import Meeting
from meeting.organiser.meeting_file import read_organised
from meeting.presets import load_preset, preset_names
from tests.meeting.fixtures.preset_cases import (
    answers,
    following,
    meeting_of,
    results_on,
    scores,
    votes,
)

ROWS = {
    *(f"S0.{at}" for at in range(1, 7)),
    *(f"S1.{at}" for at in range(1, 6)),
    *(f"S2.{at}" for at in range(1, 7)),
    *(f"S3.{at}" for at in range(1, 7)),
    *(f"S4.{at}" for at in range(1, 5)),
}


def test_every_row_has_a_preset() -> None:
    assert {row for name in preset_names() for row in load_preset(name).row.split(", ")} == ROWS


@pytest.mark.parametrize(("approvals", "goes_on"), [(24, ("p01",)), (23, ())])
def test_eighty_percent_itself_is_enough(
    approvals: int, goes_on: tuple[str, ...], tmp_path: Path
) -> None:
    """S0.3, 30 ballots: 24 are 80 %."""
    meeting = meeting_of("self_nomination", tmp_path)
    text = answers(meeting, "r1 unit recommend", [(approvals, 1), (10, 5)])
    assert results_on(meeting, tmp_path, text)["goes-on"].people == goes_on


def test_heads_need_both_halves_and_equals_are_told_apart_by_criteria(tmp_path: Path) -> None:
    """S0.4, 60 ballots: 30 are not over 50 %; equal votes by evaluation, seniority, education."""
    meeting = meeting_of("heads", tmp_path)
    text = votes(meeting, "r1 A secretary-slate", [40, 31, 31, 30, 31, 50])
    text += votes(meeting, "r1 A reserve", [31, 45, 45, 60, 45, 30])
    grades = [(60, 0, 0), (20, 20, 20), (30, 20, 10), (60, 0, 0), (25, 25, 10), (60, 0, 0)]
    text += answers(meeting, "r1 A evaluation", [*grades, (0, 0, 0), (0, 0, 0)])
    text += '[rulings.secretary-vetted]\n"周启明" = "yes"\n'
    people = [person.display_name for person in meeting.people]
    text += f'"{people[2]}" = "no"\n'
    text += '[marks."任职年限"]\n' + "".join(f'"{name}" = 3\n' for name in people)
    text += '[marks."学历"]\n' + "".join(f'"{name}" = {at % 3}\n' for at, name in enumerate(people))
    found = results_on(meeting, tmp_path, text)
    assert set(found["secretary-half"].people) == {"p01", "p02", "p03", "p05", "p06"}
    assert set(found["secretary-both"].people) == {"p01", "p02", "p03", "p05"}
    # p03 and p05 have 50 of 60 competent or better and served 3 years: education decides.
    assert found["secretary-nominated"].people == ("p01", "p03")
    assert found["secretary-vetted"].people == ("p01",)


def test_deputies_need_a_third_and_deputy_secretaries_half_and_ninety_percent(
    tmp_path: Path,
) -> None:
    """S0.5, 60 ballots: 20, 30 and 54 are the limits themselves, and not over them."""
    meeting = meeting_of("deputies", tmp_path)
    text = votes(meeting, "r1 A reserve", [20, 21, 60, 40, 40])
    text += votes(meeting, "r1 A deputy-secretary-slate", [60, 31, 30, 31, 55])
    grades = [(60, 0, 0), (30, 25, 5), (60, 0, 0), (54, 0, 6), (50, 5, 5)]
    text += answers(meeting, "r1 A evaluation", [*grades, *[(0, 0, 0)] * 3])
    found = results_on(meeting, tmp_path, text)
    assert found["competitors"].people == ("p02", "p03", "p04", "p05")
    assert found["slate-half"].people == ("p02", "p04", "p05")
    assert found["deputy-secretary"].people == ("p02", "p05")


def test_thirty_judges_five_and_five_dropped(tmp_path: Path) -> None:
    """S0.6: the mean of the twenty in the middle, and three candidates for two posts."""
    meeting = meeting_of("judges_panel", tmp_path)
    first = [100] * 5 + [90] * 10 + [80] * 10 + [0] * 5
    equal: Sequence[float] = [83.5] * 30
    rows = (first, [84] * 30, equal, equal, [60] * 30, [70] * 25 + [100] * 5)
    found = results_on(meeting, tmp_path, scores(meeting, "speech judges speech", rows))
    assert found["mean"].numbers["p01"].number == 85
    assert found["mean"].numbers["p06"].number == 70
    assert found["shortlist"].people == ("p01", "p02", "p03", "p04")
    assert found["shortlist"].wanted == 3


def test_thirty_six_apply_and_two_are_chosen(tmp_path: Path) -> None:
    """S1: 36 → 18 → 11 → 6 → 4 → 2, every stage made from the outcome before."""
    meeting = meeting_of("open_selection", tmp_path)
    assert len(meeting.people) == 36
    first = {
        group.id: [group.size - 1 - at // 2 for at in range(9)] + [5, 5] + [1] * 7
        for group in meeting.groups
    }
    text = "".join(votes(meeting, f"first {g} slate", row) for g, row in first.items())
    found = results_on(meeting, tmp_path, text)
    assert (len(found["passed"].people), found["passed"].wanted) == (18, 16)
    assert (len(found["goes-on"].people), found["goes-on"].wanted) == (11, 10)

    interview = following(meeting, found, "interview")
    assert len(interview.people) == 11
    judged = [[90 - at * 2] * 9 for at in range(11)]
    text = scores(interview, "interview judges interview", judged)
    text += votes(interview, "second recommenders second", [58, 29, *[20] * 9])
    found = results_on(interview, tmp_path, text)
    assert found["points"].numbers["p01"].number == 30 + 27
    assert found["points"].numbers["p02"].number == 15 + Fraction(264, 10)
    assert len(found["assessed"].people) == 6

    assessment = following(interview, found, "assessment")
    assert len(assessment.people) == 6
    text = votes(assessment, "staff staff recommend", [40, 16, 30, 30, 30, 15])
    grades = [(40, 0, 0, 0), (20, 20, 0, 0), (20, 12, 4, 4), (32, 0, 0, 8), (20, 11, 9, 0)]
    text += answers(assessment, "staff staff evaluation", [*grades, (40, 0, 0, 0)])
    text += scores(assessment, "team team team", [[90] * 5] * 6)
    unready = results_on(assessment, tmp_path, text)
    # 16 of 40 are 40 %, 15 are not; 32 of 40 are 80 %, 31 are not.
    assert unready["evaluated"].people == ("p01", "p02", "p03", "p04", "p05")
    assert unready["candidates"].people == ("p01", "p02", "p03", "p04")
    graded = unready["graded"].numbers["p03"].number
    assert graded == Fraction(20 * 100 + 12 * 85 + 4 * 70 + 4 * 50, 4000)
    assert set(unready["proposed"].people) == {"p01", "p02", "p03", "p04"}
    assert unready["for-post-1"].waits is not None
    names = [person.display_name for person in assessment.people]
    for step, two in (("for-post-1", names[0:4:3]), ("for-post-2", names[1:3])):
        text += f"[rulings.{step}]\n" + "".join(f'"{name}" = "yes"\n' for name in two)
    found = results_on(assessment, tmp_path, text)
    chosen: list[str] = []
    for stage, pair in (("post-1", ("p01", "p04")), ("post-2", ("p02", "p03"))):
        last = following(assessment, found, stage)
        assert tuple(person.id for person in last.people) == pair
        text = answers(last, "r1 committee decision", [(18, 17), (17, 18)])
        chosen += results_on(last, tmp_path, text)["chosen"].people
    assert chosen == ["p01", "p02"]


def test_two_rounds_of_recommendation_lead_one_to_three(tmp_path: Path) -> None:
    """S2.1, S2.3: two posts, six assessed, four to the full committee, two chosen."""
    meeting = meeting_of("two_recommendations", tmp_path)
    text = votes(meeting, "assembly assembly slate", [60, 54, 48, 42, 36, 30, 24, 12, 6, 0])
    text += votes(meeting, "committee committee slate", [20, 20, 20, 20, 20, 16, 20, 40, 4, 0])
    text += "[rulings.moral]\n" + "".join(
        f'"{each.display_name}" = "yes"\n' for each in meeting.people
    )
    found = results_on(meeting, tmp_path, text)
    assert found["both"].numbers["p08"].number == Fraction(6, 10)
    # p04 and p08 have 60 % both: the committee's own recommendation puts p08 before p04.
    assert found["assessed"].people == ("p01", "p02", "p03", "p08", "p04", "p05")
    standing = following(meeting, found, "standing")
    text = answers(standing, "r1 standing decision", [(n, 11 - n) for n in (11, 9, 7, 6, 5, 8)])
    shortlist = results_on(standing, tmp_path, text)
    assert shortlist["shortlist"].people == ("p01", "p02", "p08", "p03")
    plenary = following(standing, shortlist, "plenary")
    ballots = answers(plenary, "r1 committee decision", [(21, 0), (20, 9), (25, 9), (5, 30)])
    assert results_on(plenary, tmp_path, ballots)["chosen"].people == ("p03", "p01")


def test_ranks_weigh_forty_thirty_thirty(tmp_path: Path) -> None:
    """S3.1: 1, 0.9, 0.8, and 0.6 for who is not named."""
    meeting = meeting_of("ranked_recommendation", tmp_path)
    name = meeting.people[0].display_name
    rows = (("leaders", 30, [15, 6, 3]), ("staff", 24, [0, 0, 0]), ("delegates", 20, [20, 0, 0]))
    text = "".join(
        f'[rounds.r1.{group}.places.order]\n"{name}" = {row}\n' for group, _, row in rows
    )
    found = results_on(meeting, tmp_path, text)["points"].numbers
    leaders = (15 + Fraction(54, 10) + Fraction(24, 10) + Fraction(36, 10)) / 30
    assert found["p01"].number == Fraction(4, 10) * leaders + Fraction(3, 10) * (
        Fraction(6, 10) + 1
    )
    assert found["p02"].number == Fraction(6, 10)


def test_thirty_percent_is_flagged_and_nobody_leaves(tmp_path: Path) -> None:
    """S3.3, 50 ballots: 15 are 30 %."""
    meeting = meeting_of("grade_flag", tmp_path)
    rows = [(30, 5, 10, 5), (30, 6, 9, 5), *[(50, 0, 0, 0)] * 6]
    found = results_on(meeting, tmp_path, answers(meeting, "r1 A evaluation", rows))["follow-up"]
    assert [each.why for each in found.judged] == ["flagged", *["not-flagged"] * 7]
    assert len(found.people) == 8


def test_twenty_four_posts_forty_two_people_and_four_channels(tmp_path: Path) -> None:
    """S3.4: as many as the document had; channels are counted apart."""
    meeting = meeting_of("targeted_recommendation", tmp_path)
    assert [each.groups for each in meeting.rounds] == [
        ("members",), ("teams",), ("leaders",), ("self",)
    ]  # fmt: skip
    posts = "".join(f'[[posts]]\nid = "post-{at}"\nname = "职位{at}"\n' for at in range(24))
    file = tmp_path / "meeting.toml"
    head, tail = file.read_text("utf-8").split("[[posts]]", 1)
    file.write_text(head.split("[[posts]]")[0] + posts + tail[tail.index("[[groups]]") :], "utf-8")
    names = [f"人{at}选" for at in range(42)]
    (tmp_path / "people.csv").write_text("\n".join(("姓名", *names)), "utf-8")
    file.write_text(file.read_text("utf-8").replace("people.xlsx", "people.csv"), "utf-8")
    large = read_organised(file).meeting
    text = votes(large, "members members post-0-choice", [0] * 20 + [30])
    text += votes(large, "members members post-23-choice", [0] * 20 + [4])
    text += votes(large, "leaders leaders post-0-choice", [0] * 20 + [2])
    found = results_on(large, tmp_path, text)
    assert found["members-votes"].numbers["p21"].number == 34
    assert found["leaders-votes"].numbers["p21"].number == 2
    assert found["proposal"].waits is not None


@pytest.mark.parametrize("present", [36, 35])
def test_four_fifths_present_and_more_than_two_thirds_of_all(present: int, tmp_path: Path) -> None:
    """S3.5, 45 members: 36 are 4/5; 30 are 2/3 and not more."""
    meeting = meeting_of("two_thirds_vote", tmp_path)
    text = f"[rounds.r1.committee]\npresent = {present}\n"
    text += answers(meeting, "r1 committee decision", [(30, 5), (31, 4), (35, 0), (2, 30)])
    name = meeting.people[2].display_name
    text += f'[rulings.discussed]\n"{name}" = "有不同意见"\n'
    found = results_on(meeting, tmp_path, text)
    if present < 36:
        assert found["passed"].waits is not None
        return
    assert found["passed"].people == ("p02",)
    assert "p03" not in found["discussed"].people


def test_speech_evaluation_party_group_and_daily_assessment(tmp_path: Path) -> None:
    """S3.6: 20, 30, 30 and 20 %; 1.2 : 1 of three posts is four."""
    meeting = meeting_of("competition_for_post", tmp_path)
    text = scores(meeting, "speech leaders speech", [[80 + at] * 12 for at in range(7)])
    for name in ("character", "ability", "coordination", "results", "integrity"):
        rows = [(20, 0, 0, 0)] * 3 + [(0, 20, 0, 0)] * 4
        text += answers(meeting, f"evaluation panel {name}", rows)
    text += scores(meeting, "party-group party-group fitness", [[90] * 7] * 7)
    text += '[marks."平时考核"]\n' + "".join(
        f'"{each.display_name}" = 80\n' for each in meeting.people
    )
    found = results_on(meeting, tmp_path, text)
    assert found["total"].numbers["p01"].number == 16 + 30 + 27 + 16
    assert found["total"].numbers["p07"].number == Fraction(172, 10) + Fraction(255, 10) + 27 + 16
    assert found["shortlist"].people == ("p03", "p02", "p01", "p07")
    assert found["shortlist"].wanted == 4


def test_venues_are_added_up_and_a_seat_waits_for_a_woman(tmp_path: Path) -> None:
    """S4.1: nine seats; without a woman among the first nine, one stays open."""
    meeting = meeting_of("mass_recommendation", tmp_path)
    women = {"p04", "p09"}
    numbers = [4 if person.id in women else 40 - at for at, person in enumerate(meeting.people)]
    text = "".join(
        votes(meeting, f"recommendation {g.id} members", numbers) for g in meeting.groups
    )
    text += votes(meeting, "recommendation offices deputies", [0, 5])
    found = results_on(meeting, tmp_path, text)
    assert found["votes"].numbers["p02"].number == 3 * 39 + 5
    assert len(found["first-nine"].people) == 9
    assert len(found["with-a-woman"].people) == 8


def test_nine_of_twelve_then_one_of_two_then_three_of_four(tmp_path: Path) -> None:
    """S4.2 to S4.4: strictly over half of 90 entitled; the loser for secretary joins three."""
    meeting = meeting_of("committee_election", tmp_path)
    cast = [80, 78, 76, 74, 72, 70, 68, 66, 64, 50, 46, 45]
    text = "[rounds.r1.delegates]\nreturned = 85\n"
    found = results_on(meeting, tmp_path, text + votes(meeting, "r1 delegates elect", cast))
    assert len(found["majority"].people) == 11
    assert found["elected"].people == tuple(f"p{at:02}" for at in range(1, 10))
    assert found["seated"].people == found["elected"].people
    secretary = following(meeting, found, "secretary")
    assert [each.id for each in secretary.people] == ["p01", "p02"]
    first = results_on(secretary, tmp_path, votes(secretary, "r1 delegates elect", [40, 46]))
    assert first["elected"].people == ("p02",)
    deputies = following(secretary, first, "deputy")
    assert {each.id for each in deputies.people} == {"p01", "p03", "p04", "p05"}
    last = results_on(deputies, tmp_path, votes(deputies, "r1 delegates elect", [60, 45, 61, 62]))
    assert last["elected"].people == ("p05", "p04", "p01")


def test_from_sixteen_named_to_a_secretary_and_three_deputies(tmp_path: Path) -> None:
    """S4.1 to S4.4 as one procedure: 16 → 12 → 9 → 1 of 2 → 3 of 4.

    The district's decision names two for secretary and three for deputy; one of the three is not
    elected to the committee, and does not stand for deputy.
    """
    meeting = meeting_of("mass_recommendation", tmp_path)
    named = (("candidates", range(12)), ("for-secretary", (0, 1)), ("for-deputy", (2, 3, 11)))
    committee = decided(meeting, tmp_path, named)
    assert len(committee.people) == 12
    assert committee.list("secretary-candidates").people == ("p01", "p02")
    assert committee.list("deputy-candidates").people == ("p03", "p04", "p12")
    assert committee.list("women").people == ("p04", "p09")
    cast = [80, 78, 76, 74, 72, 70, 68, 66, 64, 50, 46, 45]
    elected = results_on(committee, tmp_path, votes(committee, "r1 delegates elect", cast))
    assert elected["for-deputy"].people == ("p03", "p04")
    secretary = following(committee, elected, "secretary")
    first = results_on(secretary, tmp_path, votes(secretary, "r1 delegates elect", [40, 46]))
    deputies = following(secretary, first, "deputy")
    assert [each.id for each in deputies.people] == ["p01", "p03", "p04"]


def test_without_a_woman_among_the_candidates_a_seat_waits_as_well(tmp_path: Path) -> None:
    """没有女干部候选人，则保留1个职位."""
    meeting = meeting_of("mass_recommendation", tmp_path)
    twelve = [at for at in range(16) if at not in (3, 8)][:12]
    named = (("candidates", twelve), ("for-secretary", (0, 1)), ("for-deputy", (4, 5, 6)))
    committee = decided(meeting, tmp_path, named)
    assert committee.list("women").people == ()
    cast = [80, 78, 76, 74, 72, 70, 68, 66, 64, 50, 46, 45]
    found = results_on(committee, tmp_path, votes(committee, "r1 delegates elect", cast))
    assert (len(found["elected"].people), len(found["seated"].people)) == (9, 8)


def decided(meeting: Meeting, folder: Path, named: Sequence[tuple[str, Sequence[int]]]) -> Meeting:
    """The committee's election after a recommendation and the district's decisions."""
    names = [person.display_name for person in meeting.people]
    text = ""
    for step, among in named:
        text += f"[rulings.{step}]\n" + "".join(f'"{names[at]}" = "yes"\n' for at in among)
    numbers = [40 - at for at in range(16)]
    for group in meeting.groups:
        text += votes(meeting, f"recommendation {group.id} members", numbers)
    return following(meeting, results_on(meeting, folder, text), "committee")


def test_without_a_woman_a_seat_of_the_committee_stays_open(tmp_path: Path) -> None:
    meeting = meeting_of("committee_election", tmp_path)
    cast = [80, 78, 76, 10, 72, 70, 68, 66, 10, 64, 62, 60]
    found = results_on(meeting, tmp_path, votes(meeting, "r1 delegates elect", cast))
    assert len(found["elected"].people) == 9
    assert len(found["seated"].people) == 8

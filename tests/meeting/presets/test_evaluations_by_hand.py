"""Presets that evaluate and elect, worked out again from single ballots by plain arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest

from meeting.definition.meeting import Meeting
from tally.outcome.steps.result import StepResult
from tests.meeting.fixtures.commands import run
from tests.meeting.fixtures.preset_cases import (
    answers,
    drawn,
    following,
    meeting_of,
    results_on,
    typed,
    votes,
)

Given = Mapping[str, Counter[str]]
"""Answers of one question, by person."""
SEEDS = pytest.mark.parametrize("seed", [1, 7, 30, 2011])


def given(ballots: pd.DataFrame, item: str) -> Given:
    found: dict[str, Counter[str]] = {}
    for row in ballots[ballots["item"] == item].to_dict("records"):
        found.setdefault(row["person"], Counter())[row["answer"]] += 1
    return found


def share(counts: Counter[str], size: int, wanted: Iterable[str], without: str = "") -> Fraction:
    return Fraction(sum(counts[each] for each in wanted), size - counts[without])


def numbers(result: StepResult) -> dict[str, Fraction | None]:
    return {person: worked.number for person, worked in result.numbers.items()}


def flagged(result: StepResult) -> set[str]:
    return {each.person for each in result.judged if each.why == "flagged"}


@SEEDS
def test_report_and_two_evaluations(seed: int, tmp_path: Path) -> None:
    """S3.2: 不了解 is no opinion of an appointment; both flags at 30 %, each by its own figure."""
    meeting = meeting_of("report_and_evaluations", tmp_path)
    ballots, size = drawn(meeting, seed), 40
    found = results_on(meeting, tmp_path, typed(meeting, ballots))
    said, seen = given(ballots, "satisfaction"), given(ballots, "canvassing")
    good = {who: share(n, size, ("satisfied", "mostly"), "unknown") for who, n in said.items()}
    bad = {who: share(n, size, ("dissatisfied",), "unknown") for who, n in said.items()}
    bought = {who: share(n, size, ("yes",)) for who, n in seen.items()}
    assert numbers(found["satisfied"]) == good
    assert numbers(found["dissatisfied"]) == bad
    assert numbers(found["suspected"]) == bought
    limit = Fraction(30, 100)
    assert flagged(found["low-satisfaction"]) == {who for who, n in bad.items() if n >= limit}
    assert flagged(found["canvassing-suspected"]) == {w for w, n in bought.items() if n >= limit}


def test_satisfaction_and_canvassing_are_flagged_apart(tmp_path: Path) -> None:
    """40 ballots: 12 are 30 %, 11 are not; with 10 who do not know, 9 of 30 are."""
    meeting = meeting_of("report_and_evaluations", tmp_path)
    rows = [(28, 0, 12, 0), (29, 0, 11, 0), (21, 0, 9, 10), (40, 0, 0, 0), (40, 0, 0, 0)]
    text = answers(meeting, "review A satisfaction", rows)
    seen = [(0, 40, 0), (0, 40, 0), (0, 40, 0), (12, 28, 0), (11, 0, 29)]
    text += answers(meeting, "review A canvassing", seen)
    found = results_on(meeting, tmp_path, "[rounds.review.A]\nreturned = 40\n" + text)
    assert flagged(found["low-satisfaction"]) == {"p01", "p03"}
    assert flagged(found["canvassing-suspected"]) == {"p04"}


@SEEDS
def test_three_scales_of_a_township(seed: int, tmp_path: Path) -> None:
    """S2.6: a rate of satisfaction, a rate of grades, and a mean."""
    meeting = meeting_of("three_responsibilities", tmp_path)
    ballots, size = drawn(meeting, seed), 40
    found = results_on(meeting, tmp_path, typed(meeting, ballots))
    people, money = given(ballots, "appointments"), given(ballots, "finances")
    assert numbers(found["satisfaction"]) == {
        who: share(n, size, ("satisfied", "mostly"), "unknown") for who, n in people.items()
    }
    assert numbers(found["finances-good"]) == {
        who: share(n, size, ("good", "fairly-good")) for who, n in money.items()
    }
    tenths: dict[str, list[int]] = {}
    for row in ballots[ballots["item"] == "staffing"].to_dict("records"):
        tenths.setdefault(row["person"], []).append(int(row["answer"]))
    assert numbers(found["staffing-mean"]) == {
        who: Fraction(sum(each), 10 * len(each)) for who, each in tenths.items()
    }


@pytest.mark.parametrize(("present", "held"), [(32, True), (31, False)])
def test_a_branch_elects_by_half_of_those_present(present: int, held: bool, tmp_path: Path) -> None:
    """S3.2, 40 members: 32 are 4/5; of 32 present, 16 are half and not over it."""
    meeting = meeting_of("open_branch_recommendation", tmp_path)
    branch = election_of(meeting, tmp_path)
    text = f"[rounds.election.members]\npresent = {present}\nreturned = {present}\n"
    text += votes(branch, "election members elect", [31, 30, 29, 28, 17, 16])
    found = results_on(branch, tmp_path, text)
    if not held:
        assert found["elected"].waits is not None
        return
    assert [len(found["majority"].people), len(found["elected"].people)] == [5, 5]
    assert branch.people[5].id not in found["elected"].people


def election_of(meeting: Meeting, folder: Path) -> Meeting:
    """The election after a recommendation of five and one fifth more, all of them examined."""
    counts = [40, 38, 36, 34, 32, 30, 20, 10, 5]
    text = votes(meeting, "recommendation members slate", counts)
    text += votes(meeting, "recommendation residents slate", [n * 3 // 4 for n in counts])
    text += "[rulings.examined]\n" + "".join(
        f'"{each.display_name}" = "yes"\n' for each in meeting.people[:6]
    )
    found = results_on(meeting, folder, text)
    assert len(found["candidates"].people) == 6
    return following(meeting, found, "election")


def test_a_limit_of_every_post_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("meeting", "example", "--preset", "targeted_recommendation", tmp_path / "a") == 0
    assert run("meeting", "check", tmp_path / "a/meeting.toml") == 0
    assert capsys.readouterr().out.count("每个职位推荐一人") == 4  # four channels

"""The demonstration's own parts: who comes, what they choose, and the comparison that can fail."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.climate import Climate
from demo.comparison import compare, published_counts
from demo.expected import expected_count
from demo.folders import set_up
from demo.hall import who_comes
from demo.opinion import OTHERS, choose
from demo.problem import DemoProblem
from demo.receipts import KEPT, keep_receipts
from meeting.definition.meeting import Meeting
from meeting.definition.paper import ABSTAIN, WRITE_IN
from meeting.examples import TOWNSHIP
from meeting.organiser.meeting_file import read_organised
from tally.observing.picture import codes_in

MEETING: Meeting = read_organised(TOWNSHIP / "meeting.toml").meeting
LEAST = MEETING.minimum_group * len(MEETING.groups)
ENTITLED = sum(group.size for group in MEETING.groups)


@given(st.integers(LEAST, ENTITLED))
def test_every_group_comes_with_at_least_the_minimum_and_at_most_all(voters: int) -> None:
    come = who_comes(MEETING, voters)
    assert sum(come.values()) == voters
    assert all(MEETING.minimum_group <= come[group.id] <= group.size for group in MEETING.groups)


@pytest.mark.parametrize("voters", [LEAST - 1, ENTITLED + 1])
def test_too_few_or_too_many_voters_are_refused(voters: int) -> None:
    with pytest.raises(DemoProblem) as refused:
        who_comes(MEETING, voters)
    assert str(ENTITLED) in refused.value.text("zh")


def test_choices_keep_to_the_paper_and_count_up() -> None:
    box = MEETING.boxes()[0]
    ballots = [choose(MEETING, box, Climate.of(MEETING)) for _ in range(200)]
    count = expected_count(MEETING, box, ballots)
    for ballot in ballots:
        paper = box.papers(MEETING)[1]
        names = sum(len(set(ballot[item.id]) - {ABSTAIN}) for item in paper.named_items)
        assert names <= paper.at_most
        written = [ballot[item.id] for item in paper.items if ballot[item.id] and item.is_single]
        assert len(set(written)) == len(written)
    for item in box.items(MEETING):
        options = {option.id for option in item.options} | {ABSTAIN}
        options |= set(OTHERS) if item.form == WRITE_IN else set()
        for ballot in ballots:
            ticked = ballot[item.id]
            assert set(ticked) <= options
            assert len(set(ticked)) == len(ticked) <= item.maximum
        if item.maximum == 1:
            assert sum(count[item.id].values()) == len(ballots)


def test_the_comparison_notices_one_vote_too_few_in_either_direction() -> None:
    chosen = {"r1-A": {"team": Counter({"good": 3, ABSTAIN: 1})}}
    assert compare(chosen, chosen) == 2
    for other in ({"good": 2, ABSTAIN: 1}, {"good": 3, ABSTAIN: 1, "bad": 1}):
        with pytest.raises(DemoProblem):
            compare({"r1-A": {"team": Counter(other)}}, chosen)
        with pytest.raises(DemoProblem):
            compare(chosen, {"r1-A": {"team": Counter(other)}})
    with pytest.raises(DemoProblem):
        compare({}, chosen)


def test_published_counts_are_read_out_of_the_outcome(tmp_path: Path) -> None:
    item = {"id": "team", "groups": [{"group": "A", "valid": 4, "abstain": 1, "votes": {"x": 3}}]}
    names = [{"name": "崔志远", "votes": 2}]
    written = {"group": "A", "nothing": 1, "names": names, "invalid": 1}
    line = {"id": "other-1", "groups": [written]}
    outcome = {
        "rounds": [{"id": "r1", "tables": [{"items": [item]}], "singles": [{"items": [line]}]}]
    }
    path = tmp_path / "outcome.json"
    path.write_text(json.dumps(outcome), encoding="utf-8")
    assert published_counts(path) == {
        "r1-A": {
            "team": Counter({"x": 3, ABSTAIN: 1}),
            "other-1": Counter({"崔志远": 2, ABSTAIN: 1, "invalid": 1}),
        }
    }


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("mine", encoding="utf-8")
    with pytest.raises(DemoProblem):
        set_up(tmp_path)
    with pytest.raises(DemoProblem):
        set_up(kept)
    assert kept.read_text(encoding="utf-8") == "mine"


def test_what_a_system_left_in_a_folder_is_nothing(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"\x00\x00\x00\x01Bud1\x00")
    assert set_up(tmp_path).tellers.is_dir()
    disguised = tmp_path / "disguised"
    disguised.mkdir()
    (disguised / ".DS_Store").write_text("a page of ours", encoding="utf-8")
    with pytest.raises(DemoProblem):
        set_up(disguised)


def test_receipts_are_kept_as_text_and_as_picture_in_no_order(tmp_path: Path) -> None:
    voters = [f"PXR1:{number}" for number in range(40)]
    drawn = set()
    for number in range(12):
        folder = tmp_path / str(number)
        keep_receipts(folder, voters, english=False)
        texts = [path.read_text().strip() for path in sorted(folder.glob("?.txt"))]
        shown = [codes_in(path.read_bytes(), where="") for path in sorted(folder.glob("?.png"))]
        assert shown == [[text] for text in texts]
        assert len(set(texts)) == KEPT
        assert set(texts) <= set(voters)
        drawn.add(tuple(texts))
        assert str(KEPT) in (folder / "README.txt").read_text(encoding="utf-8")
    assert len(drawn) > 1
    assert any(list(texts) != sorted(texts, key=voters.index) for texts in drawn)


def test_fewer_voters_than_receipts_to_keep(tmp_path: Path) -> None:
    keep_receipts(tmp_path / "receipts", ["PXR1:only"], english=False)
    names = sorted(path.name for path in (tmp_path / "receipts").iterdir())
    assert names == ["1.png", "1.txt", "README.txt"]


@pytest.mark.parametrize("english", [True, False])
def test_receipts_are_explained_in_the_languages_of_the_meeting(
    english: bool, tmp_path: Path
) -> None:
    keep_receipts(tmp_path / "receipts", ["PXR1:only"], english=english)
    explained = (tmp_path / "receipts" / "README.txt").read_text(encoding="utf-8")
    assert "回执" in explained
    assert ("Receipts" in explained) is english

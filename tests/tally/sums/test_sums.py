"""Boxes opened as one: the count is the plain sum, each share holds or is set aside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from crypto.record.event_order import Stage
from crypto.record.record import read_record
from tally.counting.sum_counting import count_sum, sums_of
from tally.folder.source import open_folder
from tally.folder.sum import parse_sum, sum_name
from tally.folder.sum_opening import parse_opening
from tally.opening.bad_acts import without_bad_acts
from tally.opening.planned import no_progress_of
from tally.opening.work_folder import WorkFolder
from tally.outcome.box_count import ItemCount
from tally.problem import Problem
from tally.sums.bad_acts import set_aside_of_sum
from tally.sums.sum import prepare_sum
from tally.verify.folder import verify_folder
from tally.verify.verdict import Verdict, Word
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.summed_meeting import (
    BALLOTS,
    refused,
    refused_alone,
    release,
    sum_path,
    with_own_keys,
)

NAME = "r1-A+B"


@pytest.fixture
def hall(groups: Hall, tmp_path: Path) -> Hall:
    return with_own_keys(groups, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> WorkFolder:
    return hall.write_work(tmp_path / "work")


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def plain(hall: Hall, boxes: Sequence[str]) -> list[list[int]]:
    """What was chosen in these boxes, added up in the clear."""
    cast = [choices for box in boxes for choices in hall.cast[box]]
    return [
        [sum(column) for column in zip(*(choices[question] for choices in cast), strict=True)]
        for question in range(len(cast[0]))
    ]


def test_a_published_sum_is_valid_and_its_boxes_stay_closed(summed: Held) -> None:
    verdict = verdict_of(summed.out)
    assert verdict.word is Word.VALID
    found = [(each.code, each.box) for each in verdict.findings if each.code != "slips-missing"]
    assert found == [("in-sum", "r1-A"), ("in-sum", "r1-B")]
    for box, opened in (("r1-A", False), ("r1-B", False), ("r1-C", True)):
        record = read_record((summed.out / "boxes" / box / "record.bel").read_bytes())
        assert bool(record.partial_decryptions) is opened
        assert opened or record.stage is Stage.TALLIED


def test_the_sum_is_that_of_what_was_chosen(summed: Held) -> None:
    (found,) = summed.outcome.sums
    assert found.count.items is not None
    counts = [
        [item.abstain, *item.votes] for item in found.count.items if isinstance(item, ItemCount)
    ]
    assert counts == plain(summed.hall, ["r1-A", "r1-B"])
    (told,) = summed.outcome.rounds
    assert list(told.figures.by_group) == ["A+B", "C"]
    pooled = told.figures.by_group["A+B"]
    assert (pooled.entitled, pooled.present, pooled.issued) == (16, 10, 8)
    assert (pooled.returned, pooled.valid, pooled.unopened) == (8, 8, 0)
    assert (told.figures.all.returned, told.figures.all.valid) == (14, 14)
    (table,) = told.tables
    assert table.items[0].by_group["A+B"] == found.count.items[0]


def test_sum_json_names_what_was_added_up(summed: Held) -> None:
    place = summed.out / "sums" / NAME
    definition = parse_sum((place / "sum.json").read_bytes())
    assert definition.to_bytes() == (place / "sum.json").read_bytes()
    assert definition.meeting == summed.hall.hash
    assert definition.ids == ("r1-A", "r1-B")
    assert definition.ballots == BALLOTS["r1-A"] + BALLOTS["r1-B"]
    group = summed.hall.elections["r1-A"].group
    data = (place / "opening.json").read_bytes()
    opening = parse_opening(group, data, definition.hash)
    assert opening.to_bytes() == data
    assert [each.owner for each in opening.shares] == [1, 3]
    assert opening.head == definition.hash


def test_one_share_is_too_few_to_count(hall: Hall, work: WorkFolder) -> None:
    release(work, hall, 1, "r1-A", "r1-B")
    (boxes,) = sums_of(work)
    assert sum_name(boxes) == NAME
    with pytest.raises(Problem) as caught:
        count_sum(work, boxes, no_progress_of)
    assert caught.value.code == "box-shares"
    verdict = verdict_of(work.folder.path)
    assert verdict.word is Word.UNFINISHED
    assert "sum-unfinished" in {each.code for each in verdict.findings}


def spoil_share(work: WorkFolder, hall: Hall, at: int) -> None:
    """A factor of one share exchanged with another one, everything else as it was."""
    place = sum_path(work, NAME)
    definition = parse_sum((place / "sum.json").read_bytes())
    group = hall.elections["r1-A"].group
    opening = parse_opening(group, (place / "opening.json").read_bytes(), definition.hash)
    value = opening.shares[at].value
    assert isinstance(value, list)
    assert isinstance(value[0], list)
    value[0][0], value[0][1] = value[0][1], value[0][0]
    work.write_sum(NAME, definition, opening)


def test_a_bad_share_is_named_and_set_aside_and_the_others_suffice(
    hall: Hall, work: WorkFolder
) -> None:
    for teller in (1, 2, 3):
        release(work, hall, teller, "r1-A", "r1-B")
    spoil_share(work, hall, 0)
    (boxes,) = sums_of(work)
    named: list[tuple[int, tuple[str, ...]]] = []
    found = without_bad_acts(
        "sum-not-valid",
        lambda: set_aside_of_sum(work, boxes),
        lambda: count_sum(work, boxes, no_progress_of).written(),
        lambda bad: named.extend((each.owner, each.codes) for each in bad),
    )
    assert named == [(1, ("act-signature", "bound-proof"))]
    assert found.count.items is not None
    first = found.count.items[0]
    assert isinstance(first, ItemCount)
    assert [[first.abstain, *first.votes]] == plain(hall, ["r1-A", "r1-B"])
    assert (sum_path(work, NAME) / "set-aside" / "0.json").is_file()
    assert set_aside_of_sum(work, boxes) == ()  # nothing is set aside after the count


def test_another_teller_goes_on_after_a_bad_share(hall: Hall, work: WorkFolder) -> None:
    release(work, hall, 1, "r1-A", "r1-B")
    spoil_share(work, hall, 0)
    assert refused(work, hall, 2, "r1-A", "r1-B") == "sum-not-valid"
    (boxes,) = sums_of(work)
    assert [each.owner for each in set_aside_of_sum(work, boxes)] == [1]
    for teller in (2, 1):  # whose share was exchanged gives the same one again
        release(work, hall, teller, "r1-A", "r1-B")
    assert count_sum(work, boxes, no_progress_of).written().count.items is not None


def test_a_share_is_given_once(hall: Hall, work: WorkFolder) -> None:
    release(work, hall, 1, "r1-A", "r1-B")
    before = (sum_path(work, NAME) / "opening.json").read_bytes()
    ready = prepare_sum(work, ["r1-B", "r1-A"], hall.key(1), no_progress_of)
    assert ready.done
    release(work, hall, 1, "r1-B", "r1-A")
    assert (sum_path(work, NAME) / "opening.json").read_bytes() == before


def test_a_sum_without_any_act_is_what_a_crash_leaves_and_goes_on(
    hall: Hall, work: WorkFolder
) -> None:
    release(work, hall, 1, "r1-A", "r1-B")
    place = sum_path(work, NAME)
    share = (place / "opening.json").read_bytes()
    (place / "opening.json").unlink()
    work = WorkFolder.open(work.folder.path)
    assert refused_alone(work, hall, "r1-B", 2) == "box-in-sum"
    release(work, hall, 2, "r1-A", "r1-B")
    assert len(json.loads((place / "opening.json").read_bytes())["shares"]) == 1
    (place / "sum.json").unlink()
    (place / "opening.json").write_bytes(share)
    work = WorkFolder.open(work.folder.path)
    assert refused(work, hall, 3, "r1-A", "r1-B") == "sum-not-valid"
    with pytest.raises(Problem) as caught:
        sums_of(work)
    assert caught.value.code == "sum-not-valid"

"""Who counts as having shuffled a box: tellers of this meeting, each once, whose act holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tally.findings.finding import Level
from tally.folder.acts import Act, acts_bytes
from tally.verify.record.box import VerifiedBox, verify_record
from tally.verify.record.shuffles import demanded_shuffles
from tests.tally.fixtures.box_check import BOX
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.single_hall import single_hall
from tests.tally.fixtures.small_hall import Hall
from tests.tally.verify.record.test_attacks import shuffled_record

Shuffled = tuple[Hall, Parts, tuple[Act, ...]]


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shuffled]:
    """A closed box that the tellers 2 and 1 have shuffled, with their acts."""
    with pytest.MonkeyPatch.context() as patch:
        hall = single_hall(tmp_path_factory.mktemp("who") / "ceremony", patch)
        data, _before, _after, acts = shuffled_record(hall)
        yield hall, Parts.of(data), acts


def judged(parts: Parts, acts: tuple[Act, ...] | None = None) -> VerifiedBox:
    beside = None if acts is None else acts_bytes(acts)
    return verify_record(parts.record(), BOX, acts=beside, workers=1)


def problems(box: VerifiedBox) -> list[tuple[str, str]]:
    found = box.findings.found
    return [(each.code, each.where) for each in found if each.level is Level.PROBLEM]


def shufflers(box: VerifiedBox) -> tuple[int, ...]:
    assert box.opening is not None
    return box.opening.shufflers


def test_two_tellers_whose_acts_hold_are_enough(shuffled: Shuffled) -> None:
    _hall, parts, acts = shuffled
    box = judged(parts, acts)
    assert problems(box) == []
    assert shufflers(box) == (2, 1)
    assert not box.bound


def test_the_same_teller_again_is_nobody_more(shuffled: Shuffled) -> None:
    _hall, parts, _acts = shuffled
    (owner, first), (_other, second) = parts.shuffles
    box = judged(replace(parts, shuffles=((owner, first), (owner, second))))
    assert problems(box) == [("shuffles-few", "event 11")]
    assert shufflers(box) == (2,)


def test_nobody_of_this_meeting_is_nobody(shuffled: Shuffled) -> None:
    _hall, parts, _acts = shuffled
    (_owner, first), other = parts.shuffles
    assert problems(judged(replace(parts, shuffles=((4, first), other)))) == [
        ("owner-unknown", "event 9 owner"),
        ("shuffles-few", "event 11"),
    ]


def test_too_few_shuffles_are_no_fault_until_they_end(shuffled: Shuffled) -> None:
    _hall, parts, acts = shuffled
    assert problems(judged(replace(parts, shuffles=()), ())) == []
    assert problems(judged(replace(parts, shuffles=parts.shuffles[:1]), acts[:1])) == [
        ("shuffles-few", "event 10")
    ]


def test_a_meeting_may_demand_more_shuffles_and_never_fewer(shuffled: Shuffled, tiny: Held) -> None:
    hall, _parts, _acts = shuffled
    singles, plain = hall.elections[BOX], tiny.hall.elections[BOX]
    assert [demanded_shuffles(singles, of) for of in (0, 1, 2, 3)] == [2, 2, 2, 3]
    assert [demanded_shuffles(plain, of) for of in (0, 3)] == [0, 0]


def test_an_act_of_nothing_is_what_a_crash_leaves_until_the_count(
    shuffled: Shuffled, tiny: Held
) -> None:
    _hall, parts, acts = shuffled
    stray = replace(acts[0], payload="0" * 64)
    box = judged(parts, (*acts, stray))
    (found,) = (each for each in box.findings.found if each.code == "act-stray")
    assert (found.level, found.where) == (Level.NOTE, "acts.json acts[2]")
    opened = Parts.of((tiny.out / "boxes" / BOX / "record.bel").read_bytes())
    assert ("act-stray", "acts.json acts[0]") in problems(judged(opened, (stray,)))

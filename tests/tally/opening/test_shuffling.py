"""Tellers shuffle single answers, open them, and are refused where they must be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.opening.combine import combine
from crypto.opening.result import decode
from crypto.proofs.schnorr import Proof
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from meeting.problem import Problem
from tally.folder.acts import acts_bytes, parse_acts
from tally.opening import share
from tally.opening.shuffle import prepare_shuffle, shuffle
from tally.opening.work_folder import WorkFolder
from tally.verify.record.box import VerifiedBox, no_progress, verify_record
from tests.tally.fixtures.single_hall import VECTORS, single_hall
from tests.tally.fixtures.small_hall import Hall

BOX = "r1-A"


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, patch: pytest.MonkeyPatch) -> Hall:
    return single_hall(tmp_path_factory.mktemp("single") / "ceremony", patch)


@pytest.fixture(scope="module", autouse=True)
def before(hall: Hall, tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """The hall with its key files as they are before anything: none has agreed to a plan."""
    return replace_key(hall, tmp_path_factory.mktemp("before"))


@pytest.fixture(scope="module")
def shuffled(hall: Hall, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work folder whose box A two tellers have shuffled; keys of the hall remember it."""
    path = tmp_path_factory.mktemp("shuffled") / "work"
    work = hall.write_work(path)
    for teller in (1, 2):
        shuffle_box(hall, work, teller)
    return path


def shuffle_box(hall: Hall, work: WorkFolder, teller: int) -> None:
    file = hall.key(teller)
    shuffle(work, prepare_shuffle(work, hall.box(BOX), file, no_progress), file)


def copied(path: Path, to: Path) -> WorkFolder:
    return WorkFolder.open(Path(shutil.copytree(path, to)))


def opened_by(hall: Hall, work: WorkFolder, *tellers: int) -> VerifiedBox:
    for teller in tellers:
        hall.open_box(work, BOX, teller)
    return work.verified(hall.box(BOX))


def test_two_tellers_shuffle_two_open_and_every_answer_comes_out(
    hall: Hall, shuffled: Path, tmp_path: Path
) -> None:
    work = copied(shuffled, tmp_path / "work")
    verified = opened_by(hall, work, 1, 3)
    record, found, election = verified.record, verified.opening, verified.setup.election
    assert record is not None
    assert found is not None
    assert election is not None
    assert verified.setup.trustees is not None
    assert record.stage is Stage.OPENING
    assert found.shufflers == (1, 2)
    assert verified.bound
    factors = combine(election, verified.setup.trustees, found.shares)
    result = decode(election, found.tally, factors, verified.count)
    assert sorted(result.singles[1] or ()) == sorted(VECTORS)
    work.append(
        hall.box(BOX),
        RecordBuilder.after(record).add_result(result.to_json().encode()).entries,
    )
    after = work.verified(hall.box(BOX))
    assert after.opening is not None
    assert after.opening.result == result


def test_one_shuffle_is_too_few_to_open(before: Hall, tmp_path: Path) -> None:
    hall = replace_key(before, tmp_path)
    work = hall.write_work(tmp_path / "work")
    shuffle_box(hall, work, 3)
    with pytest.raises(Problem) as caught:
        share.prepare(work, hall.box(BOX), hall.key(3), no_progress)
    assert caught.value.code == "box-unshuffled"


def replace_key(hall: Hall, folder: Path) -> Hall:
    """The hall with copies of its key files, so that what they learn stays in this test."""
    keys = tuple(Path(shutil.copy(path, folder / path.name)) for path in hall.key_paths)
    return replace(hall, key_paths=keys)


def test_a_teller_shuffles_once(hall: Hall, shuffled: Path, tmp_path: Path) -> None:
    work = copied(shuffled, tmp_path / "work")
    before = work.record_path(hall.box(BOX)).read_bytes()
    shuffle_box(hall, work, 1)
    assert work.record_path(hall.box(BOX)).read_bytes() == before


def test_a_teller_whose_shuffle_was_taken_out_does_not_open(
    hall: Hall, shuffled: Path, tmp_path: Path
) -> None:
    others = replace_key(hall, tmp_path)
    work = copied(shuffled, tmp_path / "work")
    record = read_record(work.record_path(hall.box(BOX)).read_bytes())
    key = replace(
        hall.key(3).key, shuffles=(replace(hall.key(1).key.shuffles[0], payload="0" * 64),)
    )
    file = others.key(3)
    file.save(key)
    assert key.shuffles[0].setup == record.setup_hash
    with pytest.raises(Problem) as caught:
        share.prepare(work, hall.box(BOX), file, no_progress)
    assert caught.value.code == "own-shuffle-missing"


def test_no_shuffle_once_the_box_is_being_opened(
    hall: Hall, shuffled: Path, tmp_path: Path
) -> None:
    work = copied(shuffled, tmp_path / "work")
    opened_by(replace_key(hall, tmp_path), work, 1)
    with pytest.raises(Problem) as caught:
        prepare_shuffle(work, hall.box(BOX), hall.key(3), no_progress)
    assert caught.value.code == "shuffles-ended"


def test_shuffles_nobody_signed_count_for_nobody(
    hall: Hall, shuffled: Path, tmp_path: Path
) -> None:
    work = copied(shuffled, tmp_path / "work")
    opened_by(replace_key(hall, tmp_path), work, 1)
    path = work.record_path(hall.box(BOX))
    group = hall.elections[BOX].group
    first, second, share = parse_acts(group, path.with_name("acts.json").read_bytes())

    def codes(*acts: object) -> set[str]:
        data = acts_bytes(acts)  # type: ignore[arg-type]
        verified = verify_record(path.read_bytes(), BOX, acts=data, workers=1)
        return {each.code for each in verified.findings.found}

    assert codes(first, second, share) == set()
    assert codes(first, share) == {"shuffle-unsigned", "shuffles-few"}
    assert codes(first, replace(second, owner=3), share) == {"shuffle-unsigned", "shuffles-few"}
    swapped = replace(second, signature=first.signature)
    assert codes(first, swapped, share) == {"act-signature", "shuffles-few"}
    bound = replace(second, bound=Proof(1, 1))
    assert codes(first, bound, share) == {"act-kind", "shuffles-few"}

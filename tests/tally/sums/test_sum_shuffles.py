"""Single answers of several boxes, shuffled and opened together.

Nobody sees which box an answer came from, and no teller can change one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.canonical import loads, sha256_hex
from crypto.shuffles.shuffle import make_shuffle
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from meeting.definition.meeting import VoterGroup
from meeting.limits import LARGEST_SUM_OPENING
from tally.counting.counting import outcome_of_counts
from tally.counting.publish import publish
from tally.counting.sum_counting import count_sum, sums_of
from tally.findings.finding import Level
from tally.folder.figures import HallFigures
from tally.folder.source import open_folder
from tally.folder.sum_opening import SumAct, SumOpening
from tally.opening.planned import no_progress_of
from tally.opening.work_folder import WorkFolder
from tally.outcome.single_count import AnySingleCount
from tally.outcome.single_outcome import AnySingleTable, RankingTable, WrittenTable
from tally.problem import Problem
from tally.sums.share import shuffle_sum
from tally.sums.sum import prepare_sum
from tally.verify.folder import verify_folder
from tally.verify.verdict import Word
from tests.tally.fixtures.described import described
from tests.tally.fixtures.held_meeting import Held, enter_signed
from tests.tally.fixtures.remade_sums import NAME, definition_in, opening_in, tally_of, write
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.summed_meeting import release, with_own_keys
from tests.tally.fixtures.written_hall import WRITTEN_FIGURES, written_hall

BOXES = ("r1-A", "r1-B")
SMALL = (
    VoterGroup("A", "A票", "Ballot A", "", "", 8, 9, confirm_small="合并开箱"),
    VoterGroup("B", "B票", "Ballot B", "", "", 8, 8, confirm_small="合并开箱"),
)


def shuffled(work: WorkFolder, hall: Hall, teller: int) -> None:
    file = hall.key(teller)
    shuffle_sum(work, prepare_sum(work, BOXES, file, no_progress_of), file)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Hall:
    """Names in writing, a ranking and scores in two small boxes that nobody has opened."""
    folder = tmp_path_factory.mktemp("lines") / "ceremony"
    return written_hall(folder, minimum=9, groups=SMALL)


@pytest.fixture(scope="module")
def together(lines: Hall, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Both boxes as one: shuffled by 1 and 2, opened by 1 and 3, counted and published."""
    folder = tmp_path_factory.mktemp("together")
    hall = with_own_keys(lines, folder / "keys")
    work = hall.write_work(folder / "work")
    shutil.copytree(folder / "work", folder / "closed")
    for teller in (1, 2):
        shuffled(work, hall, teller)
    for teller in (1, 3):
        release(work, hall, teller, *BOXES)
    (boxes,) = sums_of(work)
    found = count_sum(work, boxes, no_progress_of).written()
    enter_signed(work, hall, HallFigures(WRITTEN_FIGURES))
    outcome = outcome_of_counts(work, found.parts, HallFigures(WRITTEN_FIGURES), (found,))
    work.write("outcome.json", described(outcome))
    publish(work, outcome, folder / "out")
    return Held(hall, folder / "closed", folder / "work", folder / "out", outcome)


@pytest.fixture
def hall(lines: Hall, tmp_path: Path) -> Hall:
    return with_own_keys(lines, tmp_path / "keys")


@pytest.fixture
def work(hall: Hall, tmp_path: Path) -> WorkFolder:
    return hall.write_work(tmp_path / "work")


def refused(action: Callable[[], None]) -> str:
    with pytest.raises(Problem) as caught:
        action()
    return caught.value.code


def everything(table: AnySingleTable) -> list[AnySingleCount]:
    """The counts of all groups together, line by line."""
    if isinstance(table, WrittenTable):
        return [table.all, *(line.all for line in table.lines)]
    if isinstance(table, RankingTable):
        return [table.ranking.all]
    return [item.all for item in table.items]


def test_the_sum_holds_what_the_boxes_hold(together: Held, written: Held) -> None:
    """The same votes, opened box by box, come to the same."""
    (found,), (apart,) = together.outcome.rounds, written.outcome.rounds
    assert list(found.figures.by_group) == ["A+B"]
    assert len(found.singles) == 3
    for one, other in zip(found.singles, apart.singles, strict=True):
        assert everything(one) == everything(other)
    assert [table.items[0].all for table in found.tables] == [
        table.items[0].all for table in apart.tables
    ]


def test_what_was_published_is_valid(together: Held) -> None:
    verdict = verify_folder(open_folder(together.out), workers=1)
    assert {each.code for each in verdict.findings if each.level is not Level.NOTE} == set()
    assert verdict.word is Word.VALID
    (found,) = verdict.to_json()["sums"]
    assert (found["shuffles"], found["shares"], found["bound"]) == (2, 2, True)
    for language in ("index.html", "report.en.html"):
        assert "欧阳娜娜" in (together.out / language).read_text(encoding="utf-8")


def test_nothing_is_opened_before_enough_tellers_have_shuffled(
    hall: Hall, work: WorkFolder
) -> None:
    assert refused(lambda: release(work, hall, 1, *BOXES)) == "box-unshuffled"
    shuffled(work, hall, 1)
    shuffled(work, hall, 1)  # a second time adds nothing
    assert len(opening_in(hall, work.folder.path).shuffles) == 1
    assert refused(lambda: release(work, hall, 1, *BOXES)) == "box-unshuffled"
    assert hall.key(1).key.openings == ()
    shuffled(work, hall, 2)
    release(work, hall, 3, *BOXES)
    assert refused(lambda: shuffled(work, hall, 3)) == "shuffles-ended"


def test_a_shuffle_that_was_taken_out_is_missed_by_its_teller(hall: Hall, work: WorkFolder) -> None:
    for teller in (1, 2, 3):
        shuffled(work, hall, teller)
    path = work.folder.path
    opening = opening_in(hall, path)
    write(path, NAME, definition_in(path), replace(opening, shuffles=opening.shuffles[:2]))
    work = WorkFolder.open(path)
    assert refused(lambda: release(work, hall, 3, *BOXES)) == "own-shuffle-missing"
    release(work, hall, 1, *BOXES)


def test_after_other_shuffles_it_would_be_a_second_opening(
    hall: Hall, work: WorkFolder, tmp_path: Path
) -> None:
    for teller in (1, 2):
        shuffled(work, hall, teller)
    shutil.copytree(work.folder.path, tmp_path / "other")
    other = WorkFolder.open(tmp_path / "other")
    release(work, hall, 1, *BOXES)
    shuffled(other, hall, 3)
    assert refused(lambda: release(other, hall, 1, *BOXES)) == "second-opening"


def by_hand(hall: Hall, path: Path, opening: SumOpening, teller: int, fingerprint: str) -> SumAct:
    """A shuffle of the boxes' answers for a statement about this fingerprint, really signed."""
    election, tally = tally_of(path, BOXES)
    value = loads(
        make_shuffle(election, tally, fingerprint=fingerprint).to_json(), limit=LARGEST_SUM_OPENING
    )
    act = SumAct(teller, value, None, opening.shuffles[0].signature)
    message = act_message(opening.sum, opening.sum, teller, sha256_hex(act.text))
    signing = derive_keys(election.group, hall.key(teller).key.seed).signing
    return replace(act, signature=sign_act(election.group, signing, message))


def first_for(which: str) -> Callable[[Held, Path, SumOpening], SumOpening]:
    """Another first shuffle, made for one of the boxes or for this sum; nothing comes after it."""

    def change(held: Held, path: Path, opening: SumOpening) -> SumOpening:
        fingerprint = {
            "box": held.hall.elections["r1-A"].fingerprint,
            "sum": definition_in(path).fingerprint,
        }[which]
        act = by_hand(held.hall, path, opening, 1, fingerprint)
        return replace(opening, shuffles=(act,), shares=(), result=None)

    return change


SPOILED: dict[str, tuple[set[str], Callable[[Held, Path, SumOpening], SumOpening]]] = {
    "as it is": (set(), lambda _held, _path, o: o),
    "made again": ({"sum-unfinished"}, first_for("sum")),
    "made for a box": ({"shuffle-proof", "sum-unfinished"}, first_for("box")),
    "one shuffle": (
        {"shuffles-few", "act-signature", "bound-proof", "shares-missing"},
        lambda _held, _path, o: replace(o, shuffles=o.shuffles[:1]),
    ),
    "in another order": (
        {"shuffle-proof", "act-signature", "sum-unfinished"},
        lambda _held, _path, o: replace(o, shuffles=o.shuffles[::-1], shares=(), result=None),
    ),
    "under another name": (
        {"act-signature", "sum-unfinished"},
        lambda _held, _path, o: replace(
            o, shuffles=(replace(o.shuffles[0], owner=3),), shares=(), result=None
        ),
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_shuffle_is_found(together: Held, tmp_path: Path, name: str) -> None:
    expected, change = SPOILED[name]
    path = Path(shutil.copytree(together.out, tmp_path / "out"))
    write(path, NAME, definition_in(path), change(together, path, opening_in(together.hall, path)))
    found = verify_folder(open_folder(path), workers=1).findings
    assert {each.code for each in found if each.level is not Level.NOTE} == expected

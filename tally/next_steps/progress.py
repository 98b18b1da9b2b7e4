"""How far each box of a work folder has come, and who has done what: only read, not verified.

It serves to say what comes next; everything is verified when it is used. Boxes of a sum stand as
one, under the sum's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crypto.errors import Refused
from crypto.groups.named import group_named
from crypto.record.event_order import Stage
from crypto.record.record import Record
from meeting.definition.meeting import Box
from meeting.published.folder_names import OUTCOME
from tally.folder.sum_opening import parse_opening
from tally.opening.work_folder import WorkFolder
from tally.verify.meeting.sums import VerifiedSum, read_sums, sum_of_box
from tally.verify.record.closing import closing_head


@dataclass(frozen=True, slots=True)
class BoxProgress:
    """A box or a sum: whether it is closed and counted, and the tellers (from 1) who did what.

    `to_shuffle` is whether it has answers that are opened singly; `too_small` whether it is never
    opened alone. `sum_ids` are the ids of a sum's boxes.
    """

    name: str
    ballots: int
    closed: bool
    to_shuffle: bool
    shufflers: frozenset[int] = frozenset()
    sharers: frozenset[int] = frozenset()
    counted: bool = False
    too_small: bool = False
    sum_ids: tuple[str, ...] = ()


def progress_of_boxes(work: WorkFolder) -> list[BoxProgress]:
    """Every box whose record is here and can be read, and every sum; in the meeting's order."""
    found: list[BoxProgress] = []
    sums = read_sums(work.folder)
    told: set[str] = set()
    for box in work.meeting.boxes():
        name = sum_of_box(sums, box.id)
        if not name:
            found += _of_box(work, box)
        elif name not in told:
            told.add(name)
            found += _of_sum(work, sums[name], box)
    return found


def _of_box(work: WorkFolder, box: Box) -> Iterator[BoxProgress]:
    record = record_of(work, box)
    if record is not None:
        count = len(record.ballots)
        yield BoxProgress(
            box.id,
            count,
            closing_head(record) is not None,
            _to_shuffle(work, box),
            frozenset(each.owner for each in record.shuffles),
            frozenset(each.owner for each in record.partial_decryptions),
            counted=record.stage is Stage.FINISHED,
            too_small=count < work.meeting.minimum_group,
        )


def _of_sum(work: WorkFolder, sum_: VerifiedSum, box: Box) -> Iterator[BoxProgress]:
    data = work.folder.sum_files(sum_.name).opening
    if data is None or sum_.definition is None:
        return
    try:
        acts = parse_opening(group_named(work.meeting.group_name), data, sum_.definition.hash)
    except Refused:
        return  # what is wrong with it is said when it is verified
    yield BoxProgress(
        sum_.findings.box,
        sum_.definition.ballots,
        closed=True,
        to_shuffle=_to_shuffle(work, box),
        shufflers=frozenset(each.owner for each in acts.shuffles),
        sharers=frozenset(each.owner for each in acts.shares),
        counted=acts.result is not None,
        sum_ids=tuple(sum_.definition.ids),
    )


def is_counted(work: WorkFolder, here: Iterable[BoxProgress]) -> bool:
    """Whether an outcome lies there, and every box that can be counted is."""
    every = all(each.counted or (each.closed and each.too_small) for each in here)
    return every and work.folder.optional(OUTCOME) is not None


def record_of(work: WorkFolder, box: Box) -> Record | None:
    """The record of a box as it lies here, unverified; None if it cannot be read."""
    scanned = work.scanned(box)
    if scanned is None or scanned.problems:
        return None  # the same
    return scanned.record


def _to_shuffle(work: WorkFolder, box: Box) -> bool:
    return any(item.is_single for item in box.items(work.meeting))

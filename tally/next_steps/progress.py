"""How far each opening of a work folder has come, and who has done what: only read, not verified.

It serves to say what comes next; everything is verified when it is used. What is opened alone and
what as one is what the plan says of the closed records as they lie here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crypto.errors import Refused
from crypto.groups.named import group_named
from crypto.place import in_file
from crypto.record.event_order import Stage
from crypto.record.record import Record
from meeting.definition.meeting import Box, Round
from meeting.opening_plan.plan import ClosedBox, plan_of
from meeting.published.folder_names import OUTCOME, exception_file
from tally.folder.exception import parse_exception
from tally.folder.sum import sum_name
from tally.folder.sum_opening import SumOpening, parse_opening
from tally.keys.teller_key import TellerKey
from tally.opening.work_folder import WorkFolder
from tally.verify.meeting.plans import RoundPlan
from tally.verify.meeting.sums import read_sums
from tally.verify.record.closing import closing_head


@dataclass(frozen=True, slots=True)
class Progress:
    """What is opened once, a box alone or several as one; and the tellers (from 1) who did what.

    `boxes` are those of it, `to_shuffle` whether it has answers that are opened singly.
    """

    boxes: tuple[Box, ...]
    to_shuffle: bool
    shufflers: frozenset[int] = frozenset()
    sharers: frozenset[int] = frozenset()
    counted: bool = False

    @property
    def name(self) -> str:
        """The id of the box, or the name of the sum."""
        return self.boxes[0].id if len(self.boxes) == 1 else sum_name(self.boxes)


def open_boxes(work: WorkFolder) -> list[Box]:
    """The boxes whose record is here, can be read, and is not closed."""
    return [
        box
        for box in work.meeting.boxes()
        if (record := record_of(work, box)) is not None and closing_head(record) is None
    ]


def plan_seen(work: WorkFolder, each: Round) -> RoundPlan | None:
    """The plan of a round; None as long as a box of it is not closed, or cannot be read."""
    if each.id in work.plans:
        return work.plans[each.id]
    closed = []
    for box in (box for box in work.meeting.boxes() if box.round == each):
        record = record_of(work, box)
        head = closing_head(record) if record is not None else None
        if record is None or head is None:
            return None
        closed.append(ClosedBox(box.id, record.setup_hash, head, len(record.ballots)))
    meeting = work.meeting
    plan = plan_of(work.folder.definition_hash, each.id, meeting.minimum_group, closed)
    return RoundPlan(each, plan, len(meeting.tellers), _signers(work, each))


def progress_of(work: WorkFolder, planned: RoundPlan) -> list[Progress]:
    """Everything that this plan opens, in the meeting's order, as far as it can be read."""
    found: list[Progress] = []
    for ids in planned.openings:
        boxes = tuple(map(work.box, ids))
        if len(boxes) == 1:
            found += _of_box(work, boxes[0])
        else:
            found += _of_sum(work, boxes, _hash_of(work, boxes))
    return found


def progress_again(work: WorkFolder, each: Progress) -> Progress:
    """How far the same opening has come by now; as it was if it cannot be read any more."""
    if len(each.boxes) == 1:
        found = _of_box(work, each.boxes[0])
    else:
        found = _of_sum(work, each.boxes, _hash_of(work, each.boxes))
    return next(found, each)


def has_shuffled(work: WorkFolder, each: Progress, key: TellerKey) -> bool:
    """Whether this key remembers a shuffle of this box or sum, wherever that has gone."""
    if len(each.boxes) == 1:
        record = record_of(work, each.boxes[0])
        setup = record.setup_hash if record is not None else ""
    else:
        setup = _hash_of(work, each.boxes)
    return any(one.setup == setup for one in key.shuffles)


def is_counted(work: WorkFolder, plans: Iterable[RoundPlan]) -> bool:
    """Whether an outcome lies there, and everything that these plans open is counted."""
    every = all(each.counted for planned in plans for each in progress_of(work, planned))
    return every and work.folder.optional(OUTCOME) is not None


def record_of(work: WorkFolder, box: Box) -> Record | None:
    """The record of a box as it lies here, unverified; None if it cannot be read."""
    scanned = work.scanned(box)
    if scanned is None or scanned.problems:
        return None  # what is wrong with it is said when it is verified
    return scanned.record


def _of_box(work: WorkFolder, box: Box) -> Iterator[Progress]:
    record = record_of(work, box)
    if record is not None:
        yield Progress(
            (box,),
            _to_shuffle(work, box),
            frozenset(each.owner for each in record.shuffles),
            frozenset(each.owner for each in record.partial_decryptions),
            counted=record.stage is Stage.FINISHED,
        )


def _hash_of(work: WorkFolder, boxes: tuple[Box, ...]) -> str:
    """The hash of the sum of these boxes as it lies here; nothing if nobody has begun it."""
    sum_ = read_sums(work.folder).get(sum_name(boxes))
    return sum_.definition.hash if sum_ and sum_.definition else ""


def _of_sum(work: WorkFolder, boxes: tuple[Box, ...], sum_hash: str) -> Iterator[Progress]:
    data = work.folder.sum_files(sum_name(boxes)).opening if sum_hash else None
    acts = SumOpening(sum_hash)
    if data is not None:
        try:
            acts = parse_opening(group_named(work.meeting.group_name), data, sum_hash)
        except Refused:
            return  # the same
    yield Progress(
        boxes,
        _to_shuffle(work, boxes[0]),
        frozenset(each.owner for each in acts.shuffles),
        frozenset(each.owner for each in acts.shares),
        counted=acts.result is not None,
    )


def _signers(work: WorkFolder, each: Round) -> frozenset[int] | None:
    data = work.folder.exception(each.id) if work.meeting.rules_of_2 else None
    if data is None:
        return None
    where = in_file(exception_file(each.id))
    try:
        group = group_named(work.meeting.group_name)
        found = parse_exception(group, data, where=where)
    except Refused:
        return None  # the same
    return frozenset(one.owner for one in found.signed)


def _to_shuffle(work: WorkFolder, box: Box) -> bool:
    return any(item.is_single for item in box.items(work.meeting))

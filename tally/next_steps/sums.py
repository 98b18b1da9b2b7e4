"""What a work folder waits for where boxes are too small alone: the sums nobody has begun yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tally.folder.sum import sum_name
from tally.next_steps.progress import BoxProgress
from tally.opening.work_folder import WorkFolder
from tally.sums.offers import FreeBox, offers
from tally.sums.sum import boxes_of_sum
from tally.verify.meeting.sums import read_sums
from tally.words.own_commands import OwnKey, lines_of


@dataclass(frozen=True, slots=True)
class OfferedSum:
    """The best sum of a round's small boxes; `shuffled_first` is whether it has single answers."""

    boxes: tuple[FreeBox, ...]
    small: tuple[FreeBox, ...]
    shuffled_first: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its boxes."""
        return tuple(one.box.id for one in self.boxes)

    @property
    def takes_large_ones(self) -> bool:
        """Whether a box is in it that could be opened alone."""
        return any(one not in self.small for one in self.boxes)

    def values(self, work: WorkFolder, own: OwnKey | None) -> dict[str, object]:
        """What is said of it: the boxes, the tellers, and a command for each teller."""
        meeting = work.meeting
        step = "shuffle" if self.shuffled_first else "decrypt"
        tellers = [(number, f"{number} {name}") for number, name in enumerate(meeting.tellers, 1)]
        return {
            "small": tuple(one.box.id for one in self.boxes if one in self.small),
            "boxes": self.ids,
            "count": meeting.required_shuffles if self.shuffled_first else meeting.teller_threshold,
            "names": tuple(name for _, name in tellers),
            "commands": lines_of(tellers, own, step, work.folder.path, "--sum", ",".join(self.ids)),
        }


def offered_sums(work: WorkFolder, here: Iterable[BoxProgress]) -> Iterator[OfferedSum]:
    """The best sum of each round that has small boxes, once all boxes of the round are closed."""
    still = {work.meeting.box(each.name).round for each in here if not each.closed}
    for each in offers(work):
        if each.sums and each.small[0].box.round not in still:
            best = each.sums[0]
            yield OfferedSum(best, each.small, each.shuffled_first(work.meeting))


def with_wished(
    work: WorkFolder, here: Sequence[BoxProgress], ids: Sequence[str]
) -> list[BoxProgress]:
    """How far all are, with a sum of these ids in the place of its boxes, if nobody has begun it.

    They stay as they are where no sum is wished for, or a box of it is still open.
    """
    if not ids:
        return list(here)
    boxes = boxes_of_sum(work, ids)
    names = tuple(box.id for box in boxes)
    parts = [each for each in here if each.name in names]
    if sum_name(boxes) in read_sums(work.folder) or not all(each.closed for each in parts):
        return list(here)
    wished = BoxProgress(
        sum_name(boxes),
        sum(each.ballots for each in parts),
        closed=True,
        to_shuffle=any(each.to_shuffle for each in parts),
        sum_ids=names,
    )
    return [*(each for each in here if each not in parts), wished]

"""The boxes of a folder: many small ones side by side, each by one process; others by all cores.

Of a small box much is not its ballots: archive and chain, lists, acts, what was opened. Where there
are enough of them, no core has to wait for that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from crypto.groups.parallel import MapParts, map_here
from crypto.record.stored import Source
from tally.folder.scanned_record import ScannedRecord
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox, no_progress, verify_scanned
from tally.verify.record.cores import Cores
from tally.verify.record.verified_before import VerifiedBefore

_LARGEST_SMALL = 1_000_000
"""Bytes of a record: what was learned of it travels back from the process that verified it."""
_BOXES_FOR_A_CORE = 2
"""Fewer, and one core would be idle while another has the last box."""


@dataclass(frozen=True, slots=True)
class UnverifiedBox:
    """The files of a box that a verifier looks at, by the name that findings give it."""

    name: str
    record: Source = field(repr=False)
    acts: bytes | None = field(repr=False)


def verify_boxes(
    boxes: Sequence[UnverifiedBox],
    shuffles: int,
    progress_of: Callable[[str], Progress],
    cores: Cores,
) -> list[VerifiedBox]:
    """Verify boxes of ours, each as `verify_scanned` does; what is found does not depend on how."""
    found: dict[str, VerifiedBox] = {}
    for verified in cores(partial(_each, shuffles), _side_by_side(boxes, cores), 1):
        for each in verified:
            found[each.findings.box] = each
            progress_of(each.findings.box)(each.count, each.count)
    return [
        found.get(each.name) or _one(each, shuffles, cores, progress_of(each.name))
        for each in boxes
    ]


def learn_boxes(
    boxes: Sequence[UnverifiedBox],
    shuffles: int,
    progress_of: Callable[[str], Progress],
    cores: Cores,
    before: VerifiedBefore,
) -> None:
    """Verify what `verify_boxes` would side by side, and note what holds (ADR 38).

    What does not hold is not noted, and is found where the box is looked at.
    """
    for name, count, notes in cores(partial(_learned, shuffles), _side_by_side(boxes, cores), 1):
        before.take(notes)
        progress_of(name)(count, count)


def _side_by_side(boxes: Sequence[UnverifiedBox], cores: Cores) -> list[UnverifiedBox]:
    """The small boxes, if they are enough for the cores that there are."""
    small = [each for each in boxes if len(each.record) <= _LARGEST_SMALL]
    enough = len(small) >= _BOXES_FOR_A_CORE * cores.count > _BOXES_FOR_A_CORE
    return small if enough else []


def _learned(shuffles: int, boxes: Sequence[UnverifiedBox]) -> tuple[str, int, tuple[str, ...]]:
    """The name of one box, how many ballots it has, and the notes of what holds of it."""
    (box,) = boxes
    before = VerifiedBefore()
    verified = _one(box, shuffles, map_here, before=before)
    return box.name, verified.count, before.notes


def _each(shuffles: int, boxes: Sequence[UnverifiedBox]) -> list[VerifiedBox]:
    return [_one(each, shuffles, map_here) for each in boxes]


def _one(
    box: UnverifiedBox,
    shuffles: int,
    cores: MapParts,
    progress: Progress = no_progress,
    before: VerifiedBefore | None = None,
) -> VerifiedBox:
    return verify_scanned(
        ScannedRecord.of(box.record),
        box.name,
        acts=box.acts,
        shuffles=shuffles,
        progress=progress,
        cores=cores,
        before=before,
    )

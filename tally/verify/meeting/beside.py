"""What lies beside the records and is told in the reports, read for whoever makes or checks them.

A list of cancelled slips that cannot be read, or is another box's, counts as none: it is refused by
itself. So does a draw that does not hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crypto.board.cancelling import CancelledSlips
from crypto.errors import Refused
from crypto.groups.named import group_named
from crypto.place import in_file
from meeting.definition.meeting import Box
from meeting.published.folder_names import BOXES, CANCELLED
from tally.folder.source import Folder
from tally.report.beside import Beside, Cancelled, DrawnByLot
from tally.verify.meeting.draws import VerifiedDraw


def beside(folder: Folder, setups: Mapping[str, str], draws: Iterable[VerifiedDraw]) -> Beside:
    """The lists of the boxes with these Setup hashes by their ids, and the draws that hold."""
    lists = {box.id: _cancelled(folder, box, setups) for box in folder.meeting.boxes()}
    known = {name: each for name, each in lists.items() if each is not None}
    return Beside(known, tuple(_drawn(each) for each in draws))


def _cancelled(folder: Folder, box: Box, setups: Mapping[str, str]) -> Cancelled | None:
    data = folder.optional(f"{BOXES}/{box.id}/{CANCELLED}")
    if data is None:
        return None
    try:
        group = group_named(folder.meeting.group_name)
        found = CancelledSlips.parse(group, data, where=in_file(CANCELLED))
    except Refused:
        return None
    if found.setup != setups.get(box.id):
        return None
    return Cancelled(len(found.audited), len(found.left_over))


def _drawn(verified: VerifiedDraw) -> DrawnByLot:
    of = verified.draw.list
    return DrawnByLot(
        name=of.name,
        purpose=of.purpose,
        entries=len(of.entries),
        take=of.take,
        owners=tuple(sorted(verified.shares)),
        drawn=tuple(zip(verified.numbers, verified.drawn, strict=True)),
    )

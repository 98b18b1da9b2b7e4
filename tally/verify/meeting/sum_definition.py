"""What a sum of boxes must be: which boxes may be opened together, and from which state.

A sum is as large as the meeting's minimum, its boxes stand on the same papers in the same round,
and a box enters one opening only: alone, or in one sum. Otherwise the difference of two openings
would show what a few voters chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crypto.place import Part, Place
from crypto.record.event_order import Stage
from crypto.record.record import Record
from meeting.definition.meeting import Box, Meeting
from tally.findings.finding import Findings
from tally.folder.sum import FILE, Sum, sum_name
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import closing_head


def check_definition(
    definition: Sum,
    name: str,
    meeting: Meeting,
    definition_hash: str,
    verified: Mapping[str, VerifiedBox],
    findings: Findings,
    *,
    excepted: bool = False,
) -> tuple[Box, ...] | None:
    """Compare sum.json with the meeting and with its boxes, by id.

    Gives the boxes; None if they are not boxes of one round of this meeting. `excepted` is whether
    every teller has signed that they are opened although they are too few.
    """
    if definition.meeting != definition_hash:
        findings.problem(
            "sum-meeting", f"{definition.meeting} found, expected {definition_hash}", FILE
        )
    known = {box.id: box for box in meeting.boxes()}
    boxes = tuple(known[each] for each in definition.ids if each in known)
    in_order = tuple(box for box in known.values() if box in boxes)
    if len(boxes) != len(definition.ids) or boxes != in_order or sum_name(boxes) != name:
        findings.problem(
            "sum-boxes",
            f"{', '.join(definition.ids)} found: not boxes of this meeting in its order, each "
            "once, in a folder of their names",
            FILE / Part("boxes"),
        )
        return None
    if not _same_papers(boxes, verified):
        findings.problem(
            "sum-papers",
            f"{', '.join(definition.ids)} are not of one round with the same questions and key",
            FILE / Part("boxes"),
        )
        return None
    if definition.ballots < meeting.minimum_group and not excepted:
        findings.problem(
            "sum-too-small",
            f"{definition.ballots} ballots in all; the meeting's minimum is "
            f"{meeting.minimum_group}",
            FILE / Part("boxes"),
        )
    _check_boxes(definition, verified, findings)
    return boxes


def check_disjoint(definitions: Mapping[str, Sum], findings_of: Mapping[str, Findings]) -> None:
    """Report boxes that stand in two sums, at the later one; `definitions` are by name."""
    sums: dict[str, str] = {}
    for name, definition in definitions.items():
        for index, box in enumerate(definition.ids):
            first = sums.setdefault(box, name)
            if first != name:
                findings_of[name].problem(
                    "sums-overlap",
                    f"box {box} is in the sum {findings_of[first].box} already",
                    place(index),
                )


def unopened(record: Record) -> bool:
    """Whether the record is that of a closed box of which nothing was opened.

    Its single answers may have been shuffled: that shows nothing.
    """
    return record.stage in (Stage.TALLIED, Stage.SHUFFLING)


def place(index: int) -> Place:
    """Where the box of this index stands."""
    return FILE / Part("boxes") / index


def _same_papers(boxes: Sequence[Box], verified: Mapping[str, VerifiedBox]) -> bool:
    """Whether the boxes are of one round, and their elections ask the same under one key."""
    elections = [verified[box.id].setup.election for box in boxes]
    asked = {
        (each.group.name, each.group.encode(each.public_key), each.questions)
        for each in elections
        if each is not None
    }
    return len({box.round.id for box in boxes}) == 1 and len(asked) <= 1


def _check_boxes(definition: Sum, verified: Mapping[str, VerifiedBox], findings: Findings) -> None:
    for index, each in enumerate(definition.boxes):
        box = verified[each.id]
        record = box.record
        if record is None:
            continue  # its own findings say so, and nothing can be opened
        closing = closing_head(record)
        for name, found, expected in (
            ("setup", each.setup, record.setup_hash),
            ("head", each.head, closing),
            ("ballots", each.ballots, box.count),
        ):
            if found != expected:
                findings.problem(
                    "sum-box-differs",
                    f"{found} found, the record of box {each.id} gives {expected or 'nothing yet'}",
                    place(index) / name,
                )
        if closing is not None and not unopened(record):
            findings.problem(
                "box-opened-twice",
                f"box {each.id} is {record.stage} by itself, and stands in this sum",
                place(index),
            )

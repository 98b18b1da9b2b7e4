"""A box enters exactly one opening, alone or in one sum: what lies in the work folder says which.

The key file of every teller says so too, for the openings of that teller; here the others' count.
"""

from __future__ import annotations

from collections.abc import Sequence

from meeting.definition.meeting import Box
from tally.folder.sum import sum_name
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.meeting.contents import shown_name
from tally.verify.meeting.sums import read_sums, sum_of_box


def refuse_summed(work: WorkFolder, box: Box) -> None:
    """Raise Problem("box-in-sum") for a box that is being opened together with others."""
    sums = read_sums(work.folder)
    name = sum_of_box(sums, box.id)
    if name:
        definition = sums[name].definition
        raise Problem(
            "box-in-sum",
            "Box {box} is opened together with others, in the sum {name}, and never alone: "
            "piaoxiang teller decrypt … --sum {boxes}",
            where=box.id,
            box=box.id,
            name=shown_name(name),
            boxes=",".join(definition.ids) if definition else "",
        )


def refuse_overlap(work: WorkFolder, boxes: Sequence[Box]) -> None:
    """Raise Problem("sum-overlap") if a box stands in another sum than that of these boxes."""
    name = sum_name(boxes)
    others = {each: sum_ for each, sum_ in read_sums(work.folder).items() if each != name}
    for box in boxes:
        other = sum_of_box(others, box.id)
        if other:
            raise Problem(
                "sum-overlap",
                "Box {box} is in the sum {other} already. A box is opened once: alone, or in one "
                "sum.",
                where=name,
                box=box.id,
                other=shown_name(other),
            )

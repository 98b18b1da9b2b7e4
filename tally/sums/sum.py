"""Several closed boxes with the same papers as one: what must hold before they are opened so.

A box with fewer ballots than the meeting's minimum is never opened alone; added to others under
encryption it can be counted, and nothing but the sum is ever seen. So every box of a sum is
verified from its first event, none of them may have been opened in any other way, and the sum is
named by a hash over all of them, which every proof and act in it repeats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crypto.ceremony.steps import own_place
from crypto.election.election import Election
from crypto.trustees.trustee import Owner, Trustees
from meeting.definition.meeting import Box
from meeting.opening_plan.plan import ClosedBox, Plan
from tally.findings.finding import Findings
from tally.folder.source import SumFiles
from tally.folder.sum import Sum, sum_name
from tally.folder.sum_opening import SumOpening
from tally.keys.key_file import KeyFile
from tally.opening.planned import ProgressOf, planned_for, planned_round, refuse_unplanned_sum
from tally.opening.share import check_key
from tally.opening.work_folder import WorkFolder, refuse_problems, told
from tally.problem import Problem
from tally.verify.meeting.across_boxes import check_across
from tally.verify.meeting.sums import VerifiedSum, read_sums, verify_sum
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import closing_head
from tally.verify.record.opening import Opening


@dataclass(frozen=True, slots=True)
class ReadySum:
    """Verified boxes that this key may open as one; `acts` is what was done with them so far.

    `opening` is what of it holds, with the tally after the last shuffle.
    """

    name: str
    definition: Sum
    boxes: tuple[Box, ...]
    verified: Mapping[str, VerifiedBox]
    election: Election
    trustees: Trustees
    owner: Owner
    acts: SumOpening
    opening: Opening
    plan: Plan

    @property
    def done(self) -> bool:
        """Whether this teller's share is there already."""
        return any(each.owner == self.owner.index for each in self.acts.shares)

    @property
    def shuffled(self) -> bool:
        """Whether this teller has shuffled already."""
        return any(each.owner == self.owner.index for each in self.acts.shuffles)


def boxes_of_sum(work: WorkFolder, ids: Sequence[str]) -> tuple[Box, ...]:
    """The boxes of these ids in the meeting's order; raises Problem "box-unknown"."""
    named = {work.box(each).id for each in ids}
    return tuple(box for box in work.meeting.boxes() if box.id in named)


def prepare_sum(
    work: WorkFolder, ids: Sequence[str], file: KeyFile, progress_of: ProgressOf
) -> ReadySum:
    """Verify the boxes, and what was done with their sum, and whether this key may go on with it.

    Raises Problem: "key-meeting", "key-unfinished", "box-unknown", those of `planned_for`,
    "sum-unplanned" (the plan does not open these as one), "box-not-valid", "sum-not-valid" (what
    was done so far does not hold); Refused "seed-foreign" for a key of other tellers.
    """
    check_key(work, file)
    boxes = boxes_of_sum(work, ids)
    planned = planned_for(work, boxes[0].round, file, progress_of)
    refuse_unplanned_sum(planned, [box.id for box in boxes])
    verified = verified_parts(work, boxes, progress_of)
    file.note(work.verified_before.notes)
    sum_ = examined_sum(work, boxes, verified)
    refuse_problems_of_sum(sum_)
    definition, election, trustees = sum_.definition, sum_.election, sum_.trustees
    if not (definition and election and trustees and sum_.acts and sum_.opening):
        raise ValueError(sum_.name)
    return ReadySum(
        sum_.name,
        definition,
        boxes,
        verified,
        election,
        trustees,
        own_place(election.group, file.key.seed, trustees),
        sum_.acts,
        sum_.opening,
        planned.plan,
    )


def verified_parts(
    work: WorkFolder, boxes: Sequence[Box], progress_of: ProgressOf
) -> dict[str, VerifiedBox]:
    """Every box verified from its first event, by id; raises Problem "box-not-valid"."""
    verified = {box.id: work.verified(box, progress_of(box)) for box in boxes}
    check_across(tuple(verified.values()))
    for box in boxes:
        refuse_problems(verified[box.id].findings, box)
    return verified


def definition_of(
    work: WorkFolder, boxes: Sequence[Box], verified: Mapping[str, VerifiedBox]
) -> Sum:
    """The sum of these verified boxes."""
    parts = []
    for box in boxes:
        record = verified[box.id].record
        if record is None:
            raise ValueError(box.id)
        head = closing_head(record) or ""
        parts.append(ClosedBox(box.id, record.setup_hash, head, verified[box.id].count))
    return Sum(work.folder.definition_hash, tuple(parts))


def examined_sum(
    work: WorkFolder, boxes: Sequence[Box], verified: Mapping[str, VerifiedBox]
) -> VerifiedSum:
    """The sum as the verifier sees it, with what lies in the work folder; or not yet begun.

    Raises Problem as `planned_round` does.
    """
    planned = planned_round(work, boxes[0].round)
    definition = definition_of(work, boxes, verified)
    name = sum_name(boxes)
    sum_ = read_sums(work.folder).get(name)
    files = work.folder.sum_files(name) if sum_ else SumFiles(None, None)
    if sum_ is None or (files.definition is None and files.opening is None):
        sum_ = VerifiedSum(name, findings=Findings(name), definition=definition)
    if files.opening is None:
        files = SumFiles(files.definition, SumOpening(definition.hash).to_bytes())
    verify_sum(
        sum_,
        files,
        work.meeting,
        work.folder.definition_hash,
        verified,
        work.cores,
        excepted=planned.excepted,
    )
    return sum_


def refuse_problems_of_sum(sum_: VerifiedSum) -> None:
    """Raise Problem("sum-not-valid") with every problem of a sum, if it has any."""
    problems = sum_.findings.problems
    if problems:
        raise Problem(
            "sum-not-valid",
            "The sum {name} does not hold; it is not opened. {problems}",
            where=sum_.name,
            name=sum_.name,
            problems=told(problems),
        )

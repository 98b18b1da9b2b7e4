"""Several closed boxes with the same papers as one: what must hold before they are opened so.

A box with fewer ballots than the meeting's minimum is never opened alone; added to others under
encryption it can be counted, and nothing but the sum is ever seen. So every box of a sum is
verified from its first event, none of them may have been opened in any other way, and the sum is
named by a hash over all of them, which every proof and act in it repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crypto.ceremony.steps import own_place
from crypto.election.election import Election
from crypto.trustees.trustee import Owner, Trustees
from meeting.definition.meeting import Box
from meeting.opening_plan.plan import ClosedBox
from meeting.problem import Several
from tally.findings.finding import Findings
from tally.folder.source import SumFiles
from tally.folder.sum import Sum, sum_name
from tally.folder.sum_opening import SumOpening
from tally.keys.key_file import KeyFile
from tally.opening.known_setups import refuse_unknown_box
from tally.opening.one_opening import refuse_overlap
from tally.opening.share import check_key
from tally.opening.shuffle_rules import refuse_lost_shuffle
from tally.opening.work_folder import WorkFolder, refuse_problems, told
from tally.problem import Problem
from tally.verify.meeting.across_boxes import check_across
from tally.verify.meeting.sum_definition import unopened
from tally.verify.meeting.sums import VerifiedSum, read_sums, verify_sum
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox, no_progress
from tally.verify.record.closing import closing_head, not_closed
from tally.verify.record.opening import Opening

ProgressOf = Callable[[Box], Progress]
"""Gives the progress report of a box."""

_FEWEST_BOXES = 2


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

    @property
    def done(self) -> bool:
        """Whether this teller's share is there already."""
        return any(each.owner == self.owner.index for each in self.acts.shares)

    @property
    def shuffled(self) -> bool:
        """Whether this teller has shuffled already."""
        return any(each.owner == self.owner.index for each in self.acts.shuffles)


def boxes_of_sum(work: WorkFolder, ids: Sequence[str]) -> tuple[Box, ...]:
    """The boxes of these ids in the meeting's order.

    Raises Problem "box-unknown", "sum-few-boxes" (fewer than two), "sum-rounds" (of two rounds,
    which are two votes of the same people).
    """
    named = {work.box(each).id for each in ids}
    boxes = tuple(box for box in work.meeting.boxes() if box.id in named)
    if len(boxes) < _FEWEST_BOXES:
        raise Problem("sum-few-boxes", "A sum has two boxes or more: --sum r1-A,r1-B.")
    if len({box.round.id for box in boxes}) > 1:
        raise Problem(
            "sum-rounds",
            "The boxes {boxes} are of different rounds. Only boxes of one round, with the same "
            "papers, are opened together.",
            boxes=Several(box.id for box in boxes),
        )
    return boxes


def prepare_sum(
    work: WorkFolder, ids: Sequence[str], file: KeyFile, progress_of: ProgressOf
) -> ReadySum:
    """Verify the boxes, and what was done with their sum, and whether this key may go on with it.

    Raises Problem: those of `boxes_of_sum`, "key-meeting", "key-unfinished", "sum-overlap" (a box
    is in another sum), "box-not-valid", "box-open", "sum-box-opened" (one was opened alone),
    "setup-unknown", "sum-too-few" (ballots), "sum-not-valid" (what was done so far does not hold),
    "own-shuffle-missing"; Refused "seed-foreign" for a key of other tellers.
    """
    check_key(work, file)
    boxes = boxes_of_sum(work, ids)
    refuse_overlap(work, boxes)
    work.verified_before.take(file.key.verified)
    verified = verified_parts(work, boxes, progress_of)
    file.note(work.verified_before.notes)
    for box in boxes:
        record = verified[box.id].record
        refuse_unknown_box(file, box, record.setup_hash if record else "")
    sum_ = examined_sum(work, boxes, verified)
    refuse_problems_of_sum(sum_)
    definition, election, trustees = sum_.definition, sum_.election, sum_.trustees
    if not (definition and election and trustees and sum_.acts and sum_.opening):
        raise ValueError(sum_.name)
    shuffles = (each.payload for each in sum_.acts.shuffles)
    refuse_lost_shuffle(sum_.name, file.key, definition.hash, shuffles)
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
    )


def verified_parts(
    work: WorkFolder, boxes: Sequence[Box], progress_of: ProgressOf
) -> dict[str, VerifiedBox]:
    """Every box verified from its first event, closed, and not opened alone; by id.

    Raises Problem "box-not-valid", "box-open", "sum-box-opened".
    """
    verified = {box.id: work.verified(box, progress_of(box)) for box in boxes}
    check_across(tuple(verified.values()))
    for box in boxes:
        each = verified[box.id]
        refuse_problems(each.findings, box)
        if each.record is None or closing_head(each.record) is None:
            raise not_closed(box)
        if not unopened(each.record):
            raise Problem(
                "sum-box-opened",
                "Box {box} has been opened alone. Opening it in a sum as well would reveal what "
                "the other boxes of the sum hold.",
                where=box.id,
                box=box.id,
            )
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

    Raises Problem "sum-too-few", and "sum-not-valid" where sum.json says something else than the
    boxes do.
    """
    definition = definition_of(work, boxes, verified)
    name = sum_name(boxes)
    if definition.ballots < work.meeting.minimum_group:
        raise Problem(
            "sum-too-few",
            "These boxes have {count} ballots together, fewer than the meeting's minimum of "
            "{minimum}. They are not opened.",
            where=name,
            count=definition.ballots,
            minimum=work.meeting.minimum_group,
        )
    sum_ = read_sums(work.folder).get(name)
    files = work.folder.sum_files(name) if sum_ else SumFiles(None, None)
    if sum_ is None or (files.definition is None and files.opening is None):
        sum_ = VerifiedSum(name, findings=Findings(name), definition=definition)
    if files.opening is None:
        files = SumFiles(files.definition, SumOpening(definition.hash).to_bytes())
    verify_sum(sum_, files, work.meeting, work.folder.definition_hash, verified, work.cores)
    return sum_


def all_large(work: WorkFolder, ready: ReadySum) -> bool:
    """Whether every box of the sum is large enough to be opened alone."""
    return all(each.ballots >= work.meeting.minimum_group for each in ready.definition.boxes)


def no_progress_of(box: Box) -> Progress:
    """Report progress to nobody."""
    del box
    return no_progress


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

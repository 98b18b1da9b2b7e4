"""The plan that a round is opened by, worked out by this teller's own tool and kept to.

It follows from the closing of every box of the round, so each is verified first, and one that is
missing or still open stops the round. What lies in the folder besides may change nothing about it:
a box that was opened in another way is refused, and so is a plan other than the one that the key
file remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box, Round
from meeting.opening_plan.plan import Plan
from meeting.problem import Several
from meeting.published.folder_names import ACTS, exception_file
from tally.findings.finding import Finding, Findings
from tally.keys.key_file import KeyFile
from tally.opening.known_setups import refuse_unknown_box
from tally.opening.work_folder import WorkFolder, refuse_these, told
from tally.problem import Problem
from tally.verify.meeting.across_boxes import check_across
from tally.verify.meeting.contents import shown_name
from tally.verify.meeting.exception import exception_signers
from tally.verify.meeting.plans import RoundPlan, round_plan
from tally.verify.meeting.sums import read_sums
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox, no_progress
from tally.verify.record.closing import closing_head, not_closed
from tally.words.figures_and_names import short_hash

ProgressOf = Callable[[Box], Progress]
"""Gives the progress report of a box."""

_AFTER_CLOSING = frozenset({"minimum-group", "shuffles-few", "shares-missing"})
"""What is said of a whole record, and is about what tellers did with it."""


def no_progress_of(box: Box) -> Progress:
    """Report progress to nobody."""
    del box
    return no_progress


def planned_round(
    work: WorkFolder, each: Round, progress_of: ProgressOf = no_progress_of
) -> RoundPlan:
    """The plan of a round, from all its boxes; worked out once in a command.

    Raises Problem "record-missing", "box-open" (a box is not closed), "box-not-valid" (the closing
    of one does not hold), "exception-not-valid", "plan-differs" (something here was opened in
    another way).
    """
    known = work.plans.get(each.id)
    if known is not None:
        return known
    meeting = work.meeting
    boxes = [box for box in meeting.boxes() if box.round == each]
    _refuse_open(work, boxes)
    verified = {box.id: work.examined(box, progress_of(box)) for box in boxes}
    check_across(tuple(verified.values()))
    for box in boxes:
        refuse_these(_of_closing(verified[box.id]), box)
    plan = round_plan(meeting, work.folder.definition_hash, each, verified)
    trustees = verified[boxes[0].id].setup.trustees
    if plan is None or trustees is None:
        raise ValueError(each.id)
    signed = _exception_signers(work, plan, trustees)
    planned = RoundPlan(each, plan, len(trustees.owners), signed)
    _refuse_other_openings(work, planned, verified)
    work.plans[each.id] = planned
    return planned


def planned_for(
    work: WorkFolder, each: Round, file: KeyFile, progress_of: ProgressOf = no_progress_of
) -> RoundPlan:
    """The plan of a round for the holder of a key.

    Raises Problem as `planned_round` does; "setup-unknown" for a box that is not the one of the
    slips, "second-plan" if the key has agreed to another plan.
    """
    work.verified_before.take(file.key.verified)
    planned = planned_round(work, each, progress_of)
    file.note(work.verified_before.notes)
    for closed in planned.plan.boxes:
        refuse_unknown_box(file, work.box(closed.id), closed.setup)
    file.key.refuse_other_plan(each.id, planned.plan.hash)
    return planned


def refuse_unplanned(planned: RoundPlan, box: Box) -> None:
    """Raise Problem "box-in-sum" or "minimum-group" for a box that the plan does not open alone."""
    ids = planned.opening_of(box.id)
    if len(ids) > 1:
        raise Problem(
            "box-in-sum",
            "By the plan of round {round}, box {box} is opened together with others as one, and "
            "never alone: {boxes}.",
            where=box.id,
            round=box.round.id,
            box=box.id,
            boxes=Several(ids),
        )
    if not ids:
        count = next(each.ballots for each in planned.plan.boxes if each.id == box.id)
        raise Problem(
            "minimum-group",
            "Ballots in box {box}: {count}, fewer than the meeting's minimum of {minimum}. It is "
            "not opened: the totals of so few could reveal single votes.",
            where=box.id,
            box=box.id,
            count=count,
            minimum=planned.plan.minimum,
        )


def refuse_unplanned_sum(planned: RoundPlan, ids: Sequence[str]) -> None:
    """Raise Problem("sum-unplanned") for boxes that the plan does not open as one."""
    if tuple(ids) not in planned.openings:
        raise Problem(
            "sum-unplanned",
            "The plan of round {round} does not open the boxes {boxes} as one.",
            round=planned.round.id,
            boxes=Several(ids),
        )


def _refuse_open(work: WorkFolder, boxes: Sequence[Box]) -> None:
    """Raise Problem "record-missing" or "box-open" before any box is verified."""
    for box in boxes:
        scanned = work.scanned(box)
        if scanned is None:
            raise work.record_missing(box)
        if scanned.record is not None and closing_head(scanned.record) is None:
            raise not_closed(box)


def _of_closing(verified: VerifiedBox) -> list[Finding]:
    """The problems of a box up to its closing; what tellers did since is looked at by itself."""
    record = verified.record
    closed = closing_head(record) if record is not None else None
    events = record.events if record is not None else ()
    heights = [each.event.height for each in events if each.hash == closed]
    last = heights[0] if heights else None

    def after(finding: Finding) -> bool:
        event = finding.place.event
        later = last is not None and event is not None and event > last
        return later or finding.code in _AFTER_CLOSING or finding.place.file == ACTS

    return [each for each in verified.findings.problems if not after(each)]


def _exception_signers(work: WorkFolder, plan: Plan, trustees: Trustees) -> frozenset[int] | None:
    data = work.folder.exception(plan.round) if work.meeting.rules_of_2 else None
    if data is None:
        return None
    findings = Findings()
    signed = exception_signers(data, plan, trustees, findings)
    if findings.bad:
        raise Problem(
            "exception-not-valid",
            "The exception that tellers signed for round {round} does not hold. If somebody has "
            "put it there or changed it, take the file away, and sign anew. {problems}",
            where=str(work.folder.path / exception_file(plan.round)),
            round=plan.round,
            problems=told(findings.problems),
        )
    return signed


def _refuse_other_openings(
    work: WorkFolder, planned: RoundPlan, verified: Mapping[str, VerifiedBox]
) -> None:
    """Raise Problem("plan-differs") where the folder holds an opening that is none of the plan's.

    Shuffles alone show nothing, and stop nobody.
    """
    for box in (work.box(name) for name, each in verified.items() if each.opened):
        if not planned.opens_alone(box.id):
            raise _differs(work, planned, box.id)
    own = {each.id for each in planned.plan.boxes}
    for name, each in read_sums(work.folder).items():
        ids = each.definition.ids if each.definition else ()
        if own.intersection(ids) and ids not in planned.openings:
            raise _differs(work, planned, shown_name(name))


def _differs(work: WorkFolder, planned: RoundPlan, found: str) -> Problem:
    return Problem(
        "plan-differs",
        "In this folder, {found} was opened in another way than by the plan of round {round} "
        "(fingerprint {plan}). Do not open anything in it: together with what the plan opens, it "
        "could reveal single votes. Fetch the records into a new folder, and call the chief "
        "teller. (What was begun with a release that knew no plans is finished with that release.)",
        where=str(work.folder.path),
        found=found,
        round=planned.round.id,
        plan=short_hash(planned.plan.hash),
    )

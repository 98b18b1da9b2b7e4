"""Counting: combine the tellers' shares into each box's result, then work out the outcome.

A box enters only verified: shares are combined after each was checked with its bound proof and its
signed act. Boxes below the meeting's minimum stay closed and are named in the outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crypto.election.election import Election
from crypto.election.shape import Shaped
from crypto.errors import RecordError
from crypto.groups.group import Element
from crypto.opening.combine import combine
from crypto.opening.decrypted_answers import decrypt_single_answers
from crypto.opening.result import decode
from crypto.record.record_builder import RecordBuilder
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box, Meeting
from meeting.published.folder_names import ACTS, BOXES, RECORD
from tally.counting.ready_count import ReadyCount
from tally.counting.work_draws import draws_of
from tally.folder.acts import acts_of
from tally.folder.figures import HallFigures, figures_bytes
from tally.folder.ruling import HeldRuling, Ruling
from tally.folder.source import Folder
from tally.opening.planned import planned_round
from tally.opening.shuffle_rules import refuse_unshuffled
from tally.opening.sign_figures import signers_of
from tally.opening.sign_ruling import held_rulings
from tally.opening.work_folder import WorkFolder
from tally.outcome.acts import Acts
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.sum_count import SumCount
from tally.problem import Problem
from tally.verify.meeting.draws import drawn_lots
from tally.verify.meeting.plans import openings_told
from tally.verify.meeting.verified_count import box_count, unopened_count
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox
from tally.verify.record.boxes import UnverifiedBox, learn_boxes
from tally.verify.record.closing import not_closed
from tally.verify.record.opening import Opening


def verify_ahead(work: WorkFolder, progress_of: Callable[[Box], Progress]) -> None:
    """Verify small boxes side by side, so that counting one after another knows what holds."""
    boxes = []
    for box in work.meeting.boxes():
        # Not held to what it is now: a note is of the bytes that were looked at, and of no others.
        record = Folder.source(work.folder, f"{BOXES}/{box.id}/{RECORD}")
        if isinstance(record, bytes):
            boxes.append(
                UnverifiedBox(box.id, record, work.folder.optional(f"{BOXES}/{box.id}/{ACTS}"))
            )
    learn_boxes(
        boxes,
        work.meeting.required_shuffles,
        lambda name: progress_of(work.meeting.box(name)),
        work.cores,
        work.verified_before,
    )


def count_box(work: WorkFolder, box: Box, progress: Progress) -> ReadyCount[BoxCount]:
    """Verify a box and give its count; its Result event, if it has none, is still to be written.

    A box that the plan does not open alone has none. Raises Problem as `planned_round` does,
    "box-not-valid", "box-unshuffled" or "box-shares" (too few tellers yet).
    """
    planned = planned_round(work, box.round)
    verified = work.verified(box, progress)
    record = verified.record
    if record is None or record.opening_head is None:
        raise not_closed(box)
    if not planned.opens_alone(box.id):
        return ReadyCount(unopened_count(box, record))
    if verified.opening and verified.opening.result:
        return ReadyCount(box_count(work.meeting, box, verified, verified.opening.result))
    return _combined(work, box, verified)


def outcome_of_counts(
    work: WorkFolder,
    counts: tuple[BoxCount, ...],
    hall: HallFigures,
    sums: tuple[SumCount, ...] = (),
    also: Ruling | None = None,
) -> Outcome:
    """The outcome of all boxes, and of those opened as one, with the figures of the hall.

    With `also`, as it would be if this ruling held as well, in the place of any other about it.
    """
    meeting, digest = work.meeting, work.folder.definition_hash
    rounds = meeting.rounds if meeting.rules_of_2 else ()
    openings = openings_told(planned_round(work, each) for each in rounds)
    rulings = held_rulings(work)
    if also is not None:
        others = (each for each in rulings if each.ruling.about != also.about)
        rulings = (*others, HeldRuling(also, ()))
    acts = Acts(openings, rulings, drawn_lots(draws_of(work)))
    outcome = outcome_of(meeting, digest, counts, hall.boxes, sums, hall.earlier, acts=acts)
    figures = figures_bytes(meeting, hall.boxes, hall.earlier)
    return replace(outcome, figures_signed=signers_of(work, figures))


def combined_shares(
    meeting: Meeting, name: str, election: Election, trustees: Trustees, opening: Opening
) -> Shaped[Element]:
    """The factors that the shares of a box or a sum of boxes give together; `name` is that of it.

    Raises Problem("box-shares") as long as too few tellers have given theirs.
    """
    try:
        return combine(election, trustees, opening.shares)
    except RecordError as error:
        raise Problem(
            "box-shares",
            "Box {box}: tellers who have opened it: {count}; needed: {threshold}.",
            where=name,
            box=name,
            count=len(opening.shares),
            threshold=meeting.teller_threshold,
        ) from error


def _combined(work: WorkFolder, box: Box, verified: VerifiedBox) -> ReadyCount[BoxCount]:
    """Combine the shares; the Result they give is still to be appended."""
    record, setup = verified.record, verified.setup
    election, trustees = setup.election, setup.trustees
    opening = verified.opening
    if not (record and election and trustees and opening):
        raise ValueError(box.id)
    refuse_unshuffled(work.meeting, box.id, election, opening.shufflers)
    factors = combined_shares(work.meeting, box.id, election, trustees, opening)
    result = decode(election, opening.tally, factors, verified.count)
    builder = RecordBuilder.after(record).add_result(result.to_json().encode())
    if builder.head is None:
        raise ValueError(box.id)
    singles = decrypt_single_answers(election, opening.tally, factors)
    items = read_result(work.meeting, box, verified.count, result.counts, singles)
    done = [each.data for each in (*record.shuffles, *record.partial_decryptions)]

    def write() -> None:
        work.refuse_changed(box)
        work.write_acts(box, acts_of(verified.acts or (), done))
        work.append(box, builder.entries)

    unopened = unopened_count(box, record)
    return ReadyCount(replace(unopened, head=builder.head.hash, items=items), write)

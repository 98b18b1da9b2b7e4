"""A whole meeting: every box, sums of boxes, what holds across boxes, outcome and reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crypto.place import in_file
from meeting.definition.meeting import SCHEMA
from meeting.language import N_
from meeting.published.folder_names import FIGURES, MEETING, RECORD
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.published.setups import meeting_fingerprint
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.folder.source import Folder, UnreadMeeting
from tally.verify.meeting.across_boxes import check_across
from tally.verify.meeting.box_in_meeting import check_box_in_meeting
from tally.verify.meeting.cancelled_slips import check_cancelled
from tally.verify.meeting.contents import MOST_NAMED, check_contents, shown_name
from tally.verify.meeting.draws import verify_draws
from tally.verify.meeting.outcome import check_outcome
from tally.verify.meeting.plan_kept import check_plans_kept
from tally.verify.meeting.plans import RoundPlan, plans_of, sum_in_plan
from tally.verify.meeting.rulings import verify_rulings
from tally.verify.meeting.signed_figures import check_signed_figures
from tally.verify.meeting.sums import VerifiedSum, read_sums, sum_of_box, verify_sum
from tally.verify.meeting.unproved import unproved_figures
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox, no_progress
from tally.verify.record.boxes import UnverifiedBox, verify_boxes
from tally.verify.record.cores import Cores
from tally.verify.record.unsigned import meeting_named
from tally.verify.verdict import Verdict
from tally.words.figures_and_names import short_hash

ProgressOf = Callable[[str], Progress]
"""Gives the progress report of a box by its id."""


def verify_folder(
    folder: Folder,
    *,
    expected: GivenFingerprint | None = None,
    progress_of: ProgressOf = lambda _box: no_progress,
    workers: int | None = None,
) -> Verdict:
    """Verify a published folder, or a work folder on its way to be one.

    `expected` is the meeting fingerprint that the caller read on a slip, if any. `workers` as
    `Cores` has them, for all boxes and sums together.
    """
    with Cores(workers) as cores:
        return _verified(folder, expected, progress_of, cores)


def _verified(
    folder: Folder,
    expected: GivenFingerprint | None,
    progress_of: ProgressOf,
    cores: Cores,
) -> Verdict:
    general = Findings()
    sums = read_sums(folder)
    boxes, plans = _verify_boxes(folder, sums, progress_of, cores, general)
    _check_whose(folder, boxes, general)
    fingerprint = _fingerprint_of(boxes)
    if expected is not None and not expected.fits(fingerprint):
        unread = N_("expected {expected}; not every box can be read")
        detail = Detail.of(unread, expected=expected.short)
        if fingerprint:
            detail = Detail.of(
                N_("{found} found, expected {expected}: {where}"),
                found=short_hash(fingerprint),
                expected=expected.short,
                where=expected.difference(fingerprint),
            )
        general.problem("meeting-fingerprint", detail, "boxes")
    if not folder.meeting.rules_of_2:
        detail = Detail.of(
            N_("schema {found} found; meetings of today have schema {schema}"),
            found=folder.meeting.schema,
            schema=SCHEMA,
        )
        general.note("earlier-rules", detail, in_file(MEETING))
    _check_names(folder, general)
    _name_few(sums, general)
    check_contents(folder, general)
    check_across(boxes)
    by_id = {box.findings.box: box for box in boxes}
    for name, sum_ in sums.items():
        files = folder.sum_files(name)
        excepted = any(
            each.excepted and name in each.sums(folder.meeting) for each in plans.values()
        )
        verify_sum(
            sum_, files, folder.meeting, folder.definition_hash, by_id, cores, excepted=excepted
        )
    unbegun = check_plans_kept(plans, folder.meeting, boxes, sums.values(), general)
    trustees = next((each.setup.trustees for each in boxes if each.setup.trustees), None)
    signatures = check_signed_figures(folder, fingerprint, trustees, general)
    figures = folder.optional(FIGURES) if signatures is not None else None
    draws = verify_draws(folder, fingerprint, trustees, general)
    rulings = verify_rulings(folder, fingerprint, trustees, general)
    outcome = check_outcome(
        folder, boxes, tuple(sums.values()), plans, draws, signatures, rulings, general
    )
    summed = (*(each.findings for each in sums.values()), *unbegun)
    parts = (*(box.findings for box in boxes), *summed, general)
    findings = [each for part in parts for each in part.found]
    return Verdict(
        folder.definition_hash,
        boxes,
        tuple(findings),
        sums=tuple(sums.values()),
        draws=draws,
        meeting_fingerprint=fingerprint,
        fingerprint_compared=expected is not None,
        server_key=folder.meeting.server_key,
        unproved=unproved_figures(folder.meeting),
        figures_signed=signatures.under(figures) if signatures and figures else (),
        outcome=outcome,
    )


def unread_meeting(source: UnreadMeeting) -> Verdict:
    """The verdict on a published folder that does not say which meeting it is of: never valid."""
    return Verdict(source.definition_hash, (), tuple(source.findings.found))


def _check_whose(folder: Folder, boxes: tuple[VerifiedBox, ...], general: Findings) -> None:
    """Say so where the records agree on another meeting.json than the one that lies here."""
    elections = (each.setup.election for each in boxes)
    named = {meeting_named(each) for each in elections if each is not None}
    if len(named) == 1 and (theirs := named.pop()) and theirs != folder.definition_hash:
        general.problem(
            "meeting-other",
            f"its hash is {folder.definition_hash}; the records were made for {theirs}",
            in_file(MEETING),
        )


def _check_names(folder: Folder, general: Findings) -> None:
    unknown = folder.unknown_boxes()
    for name in unknown[:MOST_NAMED]:
        place = f"boxes/{shown_name(name)}"
        general.problem("box-unknown", "no box of this meeting has this name", place)
    if len(unknown) > MOST_NAMED:
        more = f"and {len(unknown) - MOST_NAMED} more that are no boxes of it"
        general.problem("box-unknown", more, "boxes")


def _name_few(sums: dict[str, VerifiedSum], general: Findings) -> None:
    """Keep so many of the sums that cannot be read; of the others, say how many they are."""
    unread = [name for name, each in sums.items() if each.definition is None]
    for name in unread[MOST_NAMED:]:
        del sums[name]
    if len(unread) > MOST_NAMED:
        more = f"and {len(unread) - MOST_NAMED} more that cannot be read"
        general.problem("sum-missing", more, "sums")


def _fingerprint_of(boxes: tuple[VerifiedBox, ...]) -> str:
    """The meeting fingerprint, or nothing when one of the boxes cannot be read."""
    names = {each.findings.box: each.record.setup_hash for each in boxes if each.record is not None}
    return meeting_fingerprint(names) if len(names) == len(boxes) else ""


def _verify_boxes(
    folder: Folder,
    sums: Mapping[str, VerifiedSum],
    progress_of: ProgressOf,
    cores: Cores,
    general: Findings,
) -> tuple[tuple[VerifiedBox, ...], dict[str, RoundPlan]]:
    """The boxes of the meeting in its order, those whose record is missing among them.

    Gives the plans that follow from them, too, by round.
    """
    files = {box.id: folder.files(box) for box in folder.meeting.boxes()}
    here = [
        UnverifiedBox(name, each.record, each.acts)
        for name, each in files.items()
        if each.record is not None
    ]
    found = verify_boxes(here, folder.meeting.required_shuffles, progress_of, cores)
    verified = {each.findings.box: each for each in found}
    plans = plans_of(folder, verified, general)
    for box in folder.meeting.boxes():
        planned = plans.get(box.round.id)
        if box.id in verified:
            check_box_in_meeting(
                verified[box.id],
                folder.meeting,
                folder.definition_hash,
                box,
                files[box.id].checkpoint,
                sum_of_box(sums, box.id) or sum_in_plan(plans, folder.meeting, box),
                excepted=planned is not None and planned.excepts(box.id),
            )
            check_cancelled(verified[box.id], folder.meeting, files[box.id].cancelled)
        else:
            findings = Findings(box.id)
            findings.unfinished(
                "record-missing", "the record of this box is not here", in_file(RECORD)
            )
            verified[box.id] = VerifiedBox(findings)
    return tuple(verified[box.id] for box in folder.meeting.boxes()), plans

"""A whole meeting: every box, what holds across boxes, the outcome and the reports."""

from __future__ import annotations

from collections.abc import Callable

from meeting.setups import names_setups, setups_hash
from tally.verify.ballots import Progress
from tally.verify.box import VerifiedBox, no_progress, verify_record
from tally.verify.box_in_meeting import check_box_in_meeting
from tally.verify.finding import Findings
from tally.verify.outcome import check_outcome
from tally.verify.source import Folder
from tally.verify.verdict import Verdict

ProgressOf = Callable[[str], Progress]
"""Gives the progress report of a box by its id."""


def verify_folder(
    folder: Folder,
    *,
    expected_meeting: str = "",
    expected_setups: str = "",
    progress_of: ProgressOf = lambda _box: no_progress,
    workers: int | None = None,
) -> Verdict:
    """Verify a published folder, or a work folder on its way to be one.

    `expected_meeting` and `expected_setups` are what the caller read on a slip, in full or in
    short form; empty if unknown.
    """
    general = Findings()
    if expected_meeting and not names_setups(expected_meeting, folder.meeting_hash):
        general.problem(
            "meeting-hash",
            f"{folder.meeting_hash} found, expected {expected_meeting:.100}",
            "meeting.json",
        )
    boxes = tuple(
        _verify_box(folder, box.id, progress_of(box.id), workers) for box in folder.meeting.boxes()
    )
    setups = _setups_root(boxes)
    if expected_setups and not (setups and names_setups(expected_setups, setups)):
        general.problem(
            "setups-hash",
            f"{setups or 'not every box can be read, so nothing'} found, "
            f"expected {expected_setups:.100}",
            "boxes",
        )
    for name in folder.unknown_boxes():
        general.problem("box-unknown", "no box of this meeting has this name", f"boxes/{name}")
    _check_across(boxes)
    check_outcome(folder, boxes, general)
    findings = [*(each for box in boxes for each in box.findings.found), *general.found]
    return Verdict(
        folder.meeting_hash,
        boxes,
        tuple(findings),
        setups=setups,
        setups_compared=bool(expected_setups),
    )


def _setups_root(boxes: tuple[VerifiedBox, ...]) -> str:
    """The hash over the boxes' Setup hashes, or nothing when one of them cannot be read."""
    names = {each.findings.box: each.record.setup_hash for each in boxes if each.record is not None}
    return setups_hash(names) if len(names) == len(boxes) else ""


def _verify_box(
    folder: Folder, box_id: str, progress: Progress, workers: int | None
) -> VerifiedBox:
    box = folder.meeting.box(box_id)
    files = folder.files(box)
    if files.record is None:
        findings = Findings(box.id)
        findings.unfinished("record-missing", "the record of this box is not here", "record.bel")
        return VerifiedBox(findings)
    verified = verify_record(
        files.record,
        box.id,
        acts=files.acts,
        shuffles=folder.meeting.required_shuffles,
        progress=progress,
        workers=workers,
    )
    check_box_in_meeting(verified, folder.meeting, folder.meeting_hash, box, files.checkpoint)
    return verified


def _check_across(boxes: tuple[VerifiedBox, ...]) -> None:
    """One key ceremony for all boxes; no credential and no election serves two of them."""
    trustees: dict[bytes, str] = {}
    uuids: dict[str, str] = {}
    credentials: dict[str, str] = {}
    alphas: dict[bytes, tuple[str, str]] = {}
    for verified in boxes:
        name, record, setup = verified.findings.box, verified.record, verified.setup
        if record is None:
            continue
        _check_fresh_across(verified, alphas)
        trustees.setdefault(record.trustees_bytes, name)
        if len(trustees) > 1:
            first = next(iter(trustees.values()))
            verified.findings.problem(
                "tellers-differ", f"other tellers' keys than in box {first}", "trustees"
            )
        if setup.election is not None:
            first = uuids.setdefault(setup.election.uuid, name)
            if first != name:
                verified.findings.problem(
                    "election-shared", f"the same election as box {first}", "election.uuid"
                )
        for index, credential in enumerate(setup.credentials or ()):
            first = credentials.setdefault(credential.text, name)
            if first != name:
                verified.findings.problem(
                    "credential-shared",
                    f"the same credential as in box {first}",
                    f"credentials[{index}]",
                )


def _check_fresh_across(verified: VerifiedBox, alphas: dict[bytes, tuple[str, str]]) -> None:
    """No α of one box stands in another: `alphas` are those of the boxes before, with places."""
    box = verified.findings.box
    for ballot in verified.ballots.ballots if verified.ballots else ():
        for digest, place in ballot.alphas:
            first, at = alphas.setdefault(digest, (box, place))
            if first != box:
                verified.findings.problem(
                    "alpha-reused", f"the same alpha stands in box {first}, {at}", place
                )

"""`piaoxiang verify`: for observers, and for everybody else."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click
from rich.progress import Progress

from meeting.command_line.given_fingerprint import OPTION
from meeting.language import N_
from meeting.published.given_fingerprint import GivenFingerprint
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.opened_option import read_opened
from tally.commands.terminal import _, ballots_progress, box_title, report_to, say, say_json
from tally.findings.finding import Findings
from tally.folder.source import Folder, SingleRecord, UnreadMeeting, open_source
from tally.observing.receipt_source import bare_fingerprint, receipt_texts
from tally.problem import Problem
from tally.verify.evidence.kept_notes import Fate, JudgedNote, check_kept_note, read_kept_note
from tally.verify.evidence.opened import JudgedOpened, OpenedFate, check_opened
from tally.verify.evidence.receipts import (
    Honour,
    JudgedReceipt,
    check_receipt,
    find_fingerprint,
    read_receipt,
)
from tally.verify.folder import unread_meeting, verify_folder
from tally.verify.record.ballots import Progress as Report
from tally.verify.single import verify_records, verify_single
from tally.verify.verdict import Verdict
from tally.verify.words.findings import Aside
from tally.verify.words.notes import note_lines
from tally.verify.words.opened import opened_lines
from tally.verify.words.verdict import verdict_lines
from tally.words.typed_cosigner import given_cosigner

_UNUSABLE = 2


@click.command(
    epilog=N_("Exit status: 0 valid, 1 invalid or unfinished, 2 unusable input, 3 not bound.")
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=N_("verdict as JSON."))
@fingerprint_option(N_("the meeting fingerprint of a slip, or a file with it or its QR code."))
@click.option(
    "--receipt",
    "receipts",
    multiple=True,
    help=N_("a receipt: text, file or QR picture; repeatable."),
)
@click.option(
    "--opened",
    "opened",
    multiple=True,
    metavar="PICTURE|FILE|-",
    help=N_("a ballot that a kiosk opened: QR picture or file, - to scan it; repeatable."),
)
@click.option(
    "--checkpoint",
    "checkpoints",
    multiple=True,
    type=click.Path(path_type=Path),
    help=N_("a checkpoint that somebody kept; repeatable."),
)
@click.option(
    "--cosigner",
    "cosigners",
    multiple=True,
    help=N_("the public key of a cosigner of checkpoints; repeatable."),
)
@click.option(
    "--profile",
    type=click.Choice(["piaoxiang", "belenios"]),
    help=N_(
        "how strict: piaoxiang for a meeting's folder, belenios for a single record, unless given."
    ),
)
def verify(
    path: Path,
    as_json: bool,
    fingerprint: str | None,
    receipts: tuple[str, ...],
    opened: tuple[str, ...],
    checkpoints: tuple[Path, ...],
    cosigners: tuple[str, ...],
    profile: str | None,
) -> None:
    """Verify a published folder or a single record."""
    expected = fingerprint_given(fingerprint) if fingerprint is not None else None
    source = open_source(path)
    if receipts and (isinstance(source, SingleRecord) or profile == "belenios"):
        raise Problem(
            "receipt-needs-folder",
            "Receipts are checked against a published folder, where the server's key is known.",
            where="--receipt",
        )
    if opened and (isinstance(source, SingleRecord) or profile == "belenios"):
        raise Problem(
            "opened-needs-folder",
            "Opened ballots are checked against a published folder, where the server's key is "
            "known.",
            where="--opened",
        )
    if checkpoints and (isinstance(source, SingleRecord) or profile == "belenios"):
        raise Problem(
            "kept-note-needs-folder",
            "Checkpoints are compared with a published folder, where the server's key is known.",
            where="--checkpoint",
        )
    if cosigners and not checkpoints:
        raise Problem(
            "cosigner-needs-note",
            "There is no checkpoint to look for cosignatures on: give one with --checkpoint.",
            where="--cosigner",
        )
    known = tuple(given_cosigner(each) for each in cosigners)
    kept = [read_kept_note(each) for each in checkpoints]
    named = [name for each in receipts if (name := bare_fingerprint(each))]
    whole = [each for each in receipts if not bare_fingerprint(each)]
    read = [read_receipt(text) for each in whole for text in receipt_texts(each)]
    void = [read_opened(each, option="--opened") for each in opened]
    with ballots_progress() as progress:
        verdict = _verify(source, expected, profile, progress)
    found: list[JudgedReceipt] = []
    notes: list[JudgedNote] = []
    judged_void: list[JudgedOpened] = []
    if isinstance(source, Folder):
        findings = Findings()
        found = [check_receipt(each, source.meeting, verdict.boxes, findings) for each in read]
        found += [find_fingerprint(each, source.meeting, verdict.boxes) for each in named]
        notes = [
            check_kept_note(each, source.meeting, verdict.boxes, known, findings) for each in kept
        ]
        judged_void = [check_opened(e, source.meeting, verdict.boxes, findings) for e in void]
        verdict = replace(verdict, findings=(*verdict.findings, *findings.found))
    elif isinstance(source, UnreadMeeting):
        given = [*(each.fingerprint for each in read), *named]
        found = [JudgedReceipt(each, Honour.NOT_JUDGED, server="") for each in given]
        judged_void = [JudgedOpened(each.fingerprint, OpenedFate.NOT_JUDGED) for each in void]
        notes = [JudgedNote(each.name, Fate.NOT_JUDGED, "", each.checkpoint.size) for each in kept]
    if as_json:
        judged = [each.to_json() for each in found]
        compared = [each.to_json() for each in notes]
        shown = [each.to_json() for each in judged_void]
        more = {"receipts": judged, "opened": shown, "checkpoints": compared}
        say_json(verdict.to_json() | more)
    else:
        kept_lines = note_lines(notes, _, verdict.fingerprint_compared)
        spoken = [*opened_lines(judged_void, _), *kept_lines]
        for line in verdict_lines(verdict, found, _, spoken):
            say(line, dim=isinstance(line, Aside))
    unusable = any(each.honour in (Honour.REFUSED, Honour.ABSENT) for each in found)
    unusable = unusable or not all(each.usable for each in notes)
    unusable = unusable or not all(each.usable for each in judged_void)
    sys.exit(verdict.exit_code or (_UNUSABLE if unusable else 0))


def _verify(
    source: Folder | SingleRecord | UnreadMeeting,
    expected: GivenFingerprint | None,
    profile: str | None,
    progress: Progress,
) -> Verdict:
    if expected is not None and (isinstance(source, SingleRecord) or profile == "belenios"):
        raise Problem(
            "hash-needs-folder",
            "The meeting fingerprint is compared with a whole meeting's folder, under this "
            "program's own profile (--profile piaoxiang).",
            where=OPTION,
        )
    if isinstance(source, UnreadMeeting):
        return unread_meeting(source)
    if isinstance(source, SingleRecord):
        report = report_to(progress, source.path.name)
        return verify_single(source, strict=profile == "piaoxiang", progress=report)

    def progress_of(box: str) -> Report:
        return report_to(progress, box_title(source.meeting.box(box)))

    if profile == "belenios":
        return verify_records(source, progress_of=progress_of)
    return verify_folder(source, expected=expected, progress_of=progress_of)

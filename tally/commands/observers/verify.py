"""`piaoxiang verify`: for observers, and for everybody else."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.progress import Progress

from meeting.command_line.given_fingerprint import OPTION
from meeting.language import N_
from meeting.published.given_fingerprint import GivenFingerprint
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.observers.evidence import Typed
from tally.commands.terminal import _, ballots_progress, box_title, report_to, say, say_json
from tally.commands.verified_before import verified_before
from tally.continuing.link import with_before
from tally.folder.source import Folder, SingleRecord, UnreadMeeting, open_source
from tally.problem import Problem
from tally.verify.folder import unread_meeting, verify_folder
from tally.verify.record.ballots import Progress as Report
from tally.verify.single import verify_records, verify_single
from tally.verify.verdict import Verdict
from tally.verify.words.findings import Aside
from tally.verify.words.verdict import verdict_lines

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
    "--cancelled",
    "cancelled",
    multiple=True,
    type=click.Path(path_type=Path),
    help=N_("a file of the server's words on cancelled slips; repeatable."),
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
    "--continues",
    "before",
    type=click.Path(path_type=Path),
    help=N_("the published folder of the meeting that this one continues."),
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
    before: Path | None,
    profile: str | None,
    **evidence: Any,
) -> None:
    """Verify a published folder or a single record."""
    expected = fingerprint_given(fingerprint) if fingerprint is not None else None
    source, typed = open_source(path), Typed(**evidence)
    typed.refuse_without_folder(source, profile)
    if before is not None and (not isinstance(source, Folder) or profile == "belenios"):
        raise Problem(
            "continues-needs-folder",
            "Whether a meeting follows from another one is asked of a whole meeting's folder, "
            "under this program's own profile (--profile piaoxiang).",
            where="--continues",
        )
    given = typed.read()
    with ballots_progress() as progress:
        verdict = _verify(source, expected, profile, progress)
    if isinstance(source, Folder) and profile != "belenios":
        earlier = None if before is None else verified_before(before)
        verdict = with_before(source, verdict, earlier)
    verdict, judged = given.judge(source, verdict)
    if as_json:
        say_json(verdict.to_json() | judged.to_json())
    else:
        spoken = [*judged.lines(_, compared=verdict.fingerprint_compared)]
        for line in verdict_lines(verdict, [*judged.receipts], _, spoken):
            say(line, dim=isinstance(line, Aside))
    sys.exit(verdict.exit_code or (0 if judged.usable else _UNUSABLE))


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

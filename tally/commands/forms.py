"""`piaoxiang forms`: the customary forms of a count, from a published folder that was verified."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.progress import Progress

from meeting.command_line.typed_command import typed
from meeting.files import write_atomically
from meeting.language import LANGUAGES, N_, current_language
from meeting.printable import Lines
from meeting.published.folder_names import OUTCOME
from meeting.staged_folder import staged_folder
from meeting.system_files import is_free
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.terminal import _, ballots_progress, box_title, report_to, say
from tally.folder.source import Folder, open_source
from tally.forms.all_forms import forms_of
from tally.forms.pdf import pdf_bytes
from tally.forms.saying import ORDERS
from tally.forms.workbook import workbook_bytes
from tally.problem import Problem
from tally.verify.folder import verify_folder
from tally.verify.meeting.beside import beside
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines

if TYPE_CHECKING:
    from meeting.published.given_fingerprint import GivenFingerprint
    from tally.forms.saying import Order
    from tally.outcome.outcome import Outcome
    from tally.report.beside import Beside
    from tally.verify.record.ballots import Progress as Report

WORKBOOK, PDF = "forms.xlsx", "forms.pdf"


@click.command()
@click.argument("published", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help=N_("the new folder for the workbook and the PDF."),
)
@click.option(
    "--order",
    type=click.Choice(ORDERS),
    default=ORDERS[0],
    show_default=True,
    help=N_("people by votes, by the strokes of their names, or as the meeting lists them."),
)
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help=N_("the language of the forms; otherwise that of this command."),
)
@fingerprint_option(N_("the meeting fingerprint of a slip, or a file with it or its QR code."))
def forms(
    published: Path, out: Path, order: Order, language: str | None, fingerprint: str | None
) -> None:
    """Write the customary forms of a verified count: a workbook and a PDF."""
    if not is_free(out):
        raise Problem(
            "forms-exist",
            "This place is not empty. Have the forms written into a new folder.",
            where=str(out),
        )
    expected = fingerprint_given(fingerprint) if fingerprint is not None else None
    source = open_source(published)
    if not isinstance(source, Folder):
        raise Problem(
            "forms-need-folder",
            "Forms are made of a published folder, which has meeting.json and outcome.json.",
            where=str(published),
        )
    with ballots_progress() as progress:
        verdict = _verify(source, expected, progress)
        counted = _sound(source, verdict)
        files, checked = _files(source, counted, language or current_language(), order, progress)
    with staged_folder(out) as new:
        for name, data in files.items():
            write_atomically(new / name, data)
    say(_("Verified: {word}").format(word=_last(verdict)))
    say(
        _(
            "Sums worked out again, and all hold: {count}. Taken out = issued + left over +"
            " missing; received ≤ issued, or the round is void; received = valid + invalid + not"
            " opened; the answers about each = the valid ballots; every total of the tables."
        ).format(count=checked)
    )
    for name in files:
        say(_("Written: {path}").format(path=out / name))
    say(_("Every page bears the SHA-256 of outcome.json. Print the PDF, and have it signed."))


def _verify(source: Folder, expected: GivenFingerprint | None, progress: Progress) -> Verdict:
    def progress_of(box: str) -> Report:
        return report_to(progress, box_title(source.meeting.box(box)))

    return verify_folder(source, expected=expected, progress_of=progress_of)


def _sound(source: Folder, verdict: Verdict) -> tuple[Outcome, Beside]:
    """The outcome of a folder that holds; raises Problem with what the verdict says otherwise."""
    outcome = verdict.outcome
    if verdict.word is Word.VALID and verdict.outcome_compared and outcome is not None:
        setups = {count.box.id: count.setup for count in outcome.boxes}
        return outcome, beside(source, setups, verdict.draws)
    told = [line for line in verdict_lines(verdict, [], _, []) if line.startswith(("✗", "…", "!"))]
    raise Problem(
        "forms-not-valid",
        "No forms are made of it, because its count was not verified as valid:\n{found}\n"
        "Everything that was found: {command}",
        where=str(source.path),
        found=Lines("\n".join([*told, _last(verdict)])),
        command=Lines(typed("verify", source.path)),
    )


def _last(verdict: Verdict) -> str:
    """The last word of a verdict."""
    return list(verdict_lines(verdict, [], _, []))[-1]


def _files(
    source: Folder,
    counted: tuple[Outcome, Beside],
    language: str,
    order: Order,
    progress: Progress,
) -> tuple[dict[str, bytes], int]:
    """The files by name, and how many sums of theirs hold; raises Problem where one does not."""
    outcome, lying = counted
    made = forms_of(outcome, source.optional(OUTCOME) or b"", lying, language, order)
    report = report_to(progress, _("Forms"))
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        report(done, len(made.forms) + 1)

    book = workbook_bytes(made)
    one_more()
    return {WORKBOOK: book, PDF: pdf_bytes(made, one_more)}, made.checked

"""`piaoxiang check-ballot`: whether a kiosk encrypted what the voter chose.

For a voter who let a kiosk open a ballot instead of casting it, on a computer that is not the
kiosk. The ballot is made again from the code; nothing of it leaves this computer.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from crypto.ballots.opened_ballot import PREFIX, OpenedBallot
from crypto.base64_texts import from_url_safe
from crypto.election.score import score_text
from crypto.errors import ParseError, Refused
from meeting.definition.choices_in_words import Chosen, chosen_on
from meeting.definition.paper import EVALUATION, RANKING, SCORES, WRITE_IN, Paper
from meeting.files import read_bounded
from meeting.language import N_, current_language, listed, said
from meeting.published.setup_check import BoxSetup
from meeting.published.setups import same_fingerprint
from tally.commands.terminal import _, say
from tally.folder.source import open_folder
from tally.observing.box_setup import setup_in_folder, setup_on_board
from tally.observing.fetch import board_client
from tally.observing.picture import LARGEST_PICTURE, codes_in
from tally.problem import Problem
from tally.words.figures_and_names import box_name, short_hash, subject_name
from tally.words.typed_fingerprint import given_hash

_NOTED = re.compile(r"[A-Za-z0-9+/]{8,43}", re.ASCII)
_OTHER_CODES = ("PXR", "PX2")
"""What receipts and slips begin with."""
_GROUP = 4


@click.command(
    "check-ballot",
    epilog=N_("Exit status: 0 it matches, 1 it does not (evidence), 2 unusable input."),
)
@click.argument("opened", metavar="TEXT|PICTURE")
@click.option("--server", default="", help=N_("address of the board."))
@click.option(
    "--meeting",
    "meeting_path",
    type=click.Path(path_type=Path),
    default=None,
    help=N_("meeting.json with boxes/ beside it."),
)
@click.option("--meeting-hash", help=N_("the meeting fingerprint of a slip."))
@click.option(
    "--fingerprint",
    default="",
    help=N_("the fingerprint noted before, 8 characters or more."),
)
def check_ballot(
    opened: str, server: str, meeting_path: Path | None, meeting_hash: str | None, fingerprint: str
) -> None:
    """Check a ballot that a kiosk opened."""
    expected = given_hash(meeting_hash, "--meeting-hash") if meeting_hash is not None else ""
    noted = _noted(fingerprint)
    ballot = _read(opened)
    setup = _setup(server, meeting_path, ballot)
    if expected and not same_fingerprint(expected, setup.definition_hash):
        raise Problem(
            "meeting-differs",
            "This is another meeting than the one whose fingerprint was given: {found}",
            where="--meeting-hash",
            found=setup.definition_hash,
        )
    sys.exit(_judge(ballot, setup, noted))


def _judge(ballot: OpenedBallot, setup: BoxSetup, noted: str) -> int:
    language = current_language()
    say(f"{said(setup.meeting, 'title', language)} · {box_name(setup.box, language)}")
    say(
        _("Meeting fingerprint: {short} (as printed on the slip)").format(
            short=short_hash(setup.definition_hash)
        )
    )
    say(_("Fingerprint: {fingerprint}").format(fingerprint=_grouped(ballot.fingerprint)))
    if not ballot.fingerprint.startswith(noted):
        return _mismatch(_("The kiosk showed another fingerprint before it opened the ballot."))
    try:
        choices = ballot.rebuild(setup.election)
        credential = setup.election.group.encode(ballot.credential_of(setup.election))
        papers = chosen_on(setup.box.papers(setup.meeting), choices)
    except Refused as refused:
        reason = _("The kiosk did not encrypt what its code says ({code}).")
        return _mismatch(reason.format(code=refused.code))
    if credential not in setup.credentials:
        return _mismatch(_("The ballot was made for a slip that this box does not have."))
    good = _("Code and fingerprint belong together. This is what was encrypted:")
    say(f"✓ {good}")
    for paper, answers in papers:
        for each in answers:
            say(f"  {_line(paper, each, setup, language)}")
    if not noted:
        say(_("Is this the fingerprint that the kiosk showed before it opened the ballot?"))
    say(_("Is this what you had chosen? If not, keep the code and call the chief teller."))
    return 0


def _mismatch(reason: str) -> int:
    say(f"✗ {reason}")
    say(_("Keep the code: it is evidence. Call the chief teller."))
    return 1


def _line(paper: Paper, each: Chosen, setup: BoxSetup, language: str) -> str:
    if paper.kind == EVALUATION:
        subject = subject_name(setup.meeting, each.item, language)
    else:
        subject = said(paper, "title", language)
    prompt = said(each.item, "prompt", language)
    return _("{subject} – {prompt}: {answer}").format(
        subject=subject, prompt=prompt, answer=_answer(each, language)
    )


def _answer(each: Chosen, language: str) -> str:
    names = [said(option, "label", language) for option in each.options]
    if each.item.form == WRITE_IN:
        return each.text or _("nothing chosen")
    if each.item.form == SCORES:
        scores = map(score_text, each.scores)
        names = [f"{name} {score}" for name, score in zip(names, scores, strict=True)]
    elif each.item.form == RANKING:
        names = [f"{place}. {name}" for place, name in enumerate(names, start=1)]
    if each.written_instead:
        return _("nobody on the list")
    return _("Abstain") if each.abstained else listed(names, language) or _("nothing chosen")


def _setup(server: str, meeting_path: Path | None, ballot: OpenedBallot) -> BoxSetup:
    if bool(server) == (meeting_path is not None):
        raise Problem("check-source", "Give either --server or --meeting: where the papers stand.")
    if meeting_path is not None:
        folder = meeting_path if meeting_path.is_dir() else meeting_path.parent
        return setup_in_folder(open_folder(folder), ballot.setup)
    with board_client(server.rstrip("/")) as client:
        return setup_on_board(client, ballot.setup)


def _read(given: str) -> OpenedBallot:
    """The opened ballot in a text, in a file that holds the text, or in a picture."""
    text, where = given.strip(), ""
    _refuse_other_code(text, where)  # before it is taken for a file's name, and told
    if not text.startswith(PREFIX):
        data, where = read_bounded(Path(given), LARGEST_PICTURE), given
        text = data.decode("ascii", errors="replace").strip()
        if not text.startswith(PREFIX):
            found = codes_in(data, where=where)
            text = next((each for each in found if each.startswith(PREFIX)), "".join(found[:1]))
    _refuse_other_code(text, where)
    try:
        return OpenedBallot.parse(text)
    except ParseError as error:
        raise Problem(
            "opened-form",
            "There is no whole code of an opened ballot here; photograph it straight and whole.",
            where=where,
        ) from error


def _refuse_other_code(text: str, where: str) -> None:
    if text.startswith(_OTHER_CODES):
        raise Problem(
            "opened-other-code",
            "This is the code of a receipt or of a slip, not that of an opened ballot. A receipt "
            "is checked with verify --receipt.",
            where=where,
        )


def _noted(given: str) -> str:
    plain = from_url_safe("".join(given.split()).rstrip("="))
    if plain and not _NOTED.fullmatch(plain):
        raise Problem(
            "fingerprint-form",
            "A fingerprint has 43 letters, digits, + and /; give at least the first 8.",
            where="--fingerprint",
        )
    return plain


def _grouped(text: str) -> str:
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))

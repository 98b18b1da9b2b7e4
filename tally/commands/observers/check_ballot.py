"""`piaoxiang check-ballot`: whether a kiosk encrypted what the voter chose.

For a voter who let a kiosk open a ballot instead of casting it, on a computer that is not the
kiosk. First of all the ballot must not be in the ballot box, and the server must have signed that
it was spoiled: without that nothing of it is said, so that nobody can show by this command how
somebody voted. Then it is made again from the code. A board that is asked learns the fingerprint;
nothing else leaves this computer.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from crypto.ballots.opened_ballot import OpenedBallot
from crypto.base64_texts import from_url_safe
from crypto.election.score import score_text
from crypto.errors import Refused
from meeting.command_line.given_fingerprint import OPTION
from meeting.definition.choices_in_words import Chosen, chosen_on
from meeting.definition.paper import RANKING, SCORES, WRITE_IN, Paper
from meeting.language import N_, current_language, listed, said
from meeting.published.given_fingerprint import GivenFingerprint
from meeting.published.setup_check import BoxSetup
from meeting.published.spoiled_word import check_word
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.observers.opened_option import read_opened
from tally.commands.observers.slip_option import OPTION as SLIP_OPTION
from tally.commands.observers.slip_option import is_own_slip
from tally.commands.terminal import _, say
from tally.folder.source import open_folder
from tally.observing.fetch import board_client
from tally.observing.opened_box import FoundBox, box_in_folder, box_on_board
from tally.problem import Problem
from tally.words.figures_and_names import box_name, short_hash, subject_name

_NOTED = re.compile(r"[A-Za-z0-9+/]{16,43}", re.ASCII)
"""With 16 characters, 96 bits, nobody makes a second ballot that begins so."""
_MISTYPED = 2
"""Characters; two that were swapped are two."""
_GROUP = 4
_REASONS = {
    "opened-word": N_("The server did not sign that this ballot is void ({code})."),
    "opened-slip": N_("The ballot was made for a slip that this box does not have ({code})."),
}
_OTHERWISE = N_("The kiosk did not encrypt what its code says ({code}).")


@click.command(
    "check-ballot",
    epilog=N_("Exit status: 0 it matches, 1 it does not (evidence), 2 unusable input."),
)
@click.argument("opened", metavar="PICTURE|FILE|-")
@click.option("--server", default="", help=N_("address of the board."))
@click.option(
    "--meeting",
    "meeting_path",
    type=click.Path(path_type=Path),
    default=None,
    help=N_("meeting.json with boxes/ beside it."),
)
@fingerprint_option(N_("the meeting fingerprint of a slip, or a file with it or its QR code."))
@click.option(
    "--fingerprint",
    "noted",
    default="",
    help=N_("the fingerprint noted before, 16 characters or more."),
)
@click.option(
    SLIP_OPTION,
    "slip",
    metavar="PICTURE|FILE|-",
    default=None,
    help=N_("the slip it was made for; asked for at a terminal unless given."),
)
def check_ballot(
    opened: str,
    server: str,
    meeting_path: Path | None,
    fingerprint: str | None,
    noted: str,
    slip: str | None,
) -> None:
    """Check a ballot that a kiosk opened."""
    expected = fingerprint_given(fingerprint) if fingerprint is not None else None
    noted = _noted(noted)
    ballot = read_opened(opened, option="")
    found = _find(server, meeting_path, ballot)
    if expected is not None:
        _refuse_other_meeting(expected, found.meetings_fingerprint(OPTION))
    sys.exit(_judge(ballot, found, noted, slip))


def _refuse_other_meeting(expected: GivenFingerprint, found: str) -> None:
    if not expected.fits(found):
        raise Problem(
            "meeting-differs",
            "This is another meeting than the one whose fingerprint was given: here it is {found} "
            "({difference}).",
            where=OPTION,
            found=short_hash(found),
            difference=expected.difference(found),
        )


def _judge(ballot: OpenedBallot, found: FoundBox, noted: str, slip: str | None) -> int:
    language, setup = current_language(), found.setup
    say(f"{said(setup.meeting, 'title', language)} · {box_name(setup.box, language)}")
    if found.fingerprint:
        say(
            _("Meeting fingerprint: {short} (as printed on the slip)").format(
                short=short_hash(found.fingerprint)
            )
        )
    say(_("Fingerprint: {fingerprint}").format(fingerprint=_grouped(ballot.fingerprint)))
    if not ballot.fingerprint.startswith(noted):
        return _other_fingerprint(noted, ballot.fingerprint)
    if found.cast:
        return _mismatch(
            _("This ballot was cast: it is in the ballot box, and not one that was opened.")
        )
    try:
        credential = check_word(ballot, setup.meeting, setup.election, setup.credentials)
        own = is_own_slip(slip, credential, found)
        if own is False:
            return _mismatch(_("This ballot was not made for this slip, but for another one."))
        choices = ballot.rebuild(setup.election)
        papers = chosen_on(setup.box.papers(setup.meeting), choices)
    except Refused as refused:
        return _mismatch(_(_REASONS.get(refused.code, _OTHERWISE)).format(code=refused.code))
    good = _("Code and fingerprint belong together. This is what was encrypted:")
    say(f"✓ {good}")
    for paper, answers in papers:
        for each in answers:
            say(f"  {_line(paper, each, setup, language)}")
    if own:
        own_slip = _("The ballot was made for this slip.")
        say(f"✓ {own_slip}")
    else:
        say(_("! The slip was not compared: the kiosk may have opened somebody else's ballot."))
    if not noted:
        say(_("Is this the fingerprint that the kiosk showed before it opened the ballot?"))
    say(_("Is this what you had chosen? If not, keep the code and call the chief teller."))
    return 0


def _other_fingerprint(noted: str, fingerprint: str) -> int:
    """Say so; where little differs, a slip of the pen is likelier than a kiosk that cheats."""
    differing = sum(one != other for one, other in zip(noted, fingerprint, strict=False))
    if differing > _MISTYPED:
        return _mismatch(_("The kiosk showed another fingerprint before it opened the ballot."))
    told = _(
        "What you typed is not this fingerprint, but nearly the same. Look at your note again."
    )
    say(f"✗ {told}")
    say(_("If your note really says so, keep the code: it is evidence. Call the chief teller."))
    return 1


def _mismatch(reason: str) -> int:
    say(f"✗ {reason}")
    say(_("Keep the code: it is evidence. Call the chief teller."))
    return 1


def _line(paper: Paper, each: Chosen, setup: BoxSetup, language: str) -> str:
    if paper.says_of_each:
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
        return each.text or _("nothing written")
    if each.item.form == SCORES:
        scores = map(score_text, each.scores)
        names = [f"{name} {score}" for name, score in zip(names, scores, strict=True)]
    elif each.item.form == RANKING:
        names = [f"{place}. {name}" for place, name in enumerate(names, start=1)]
        return listed(names, language) or _("nobody ranked")
    if each.written_instead:
        return _("nobody on the list")
    return _("Abstain") if each.abstained else listed(names, language) or _("nothing chosen")


def _find(server: str, meeting_path: Path | None, ballot: OpenedBallot) -> FoundBox:
    if bool(server) == (meeting_path is not None):
        raise Problem("check-source", "Give either --server or --meeting: where the papers stand.")
    if meeting_path is not None:
        folder = meeting_path if meeting_path.is_dir() else meeting_path.parent
        return box_in_folder(open_folder(folder), ballot)
    with board_client(server.rstrip("/")) as client:
        return box_on_board(client, ballot)


def _noted(given: str) -> str:
    plain = from_url_safe("".join(given.split()).rstrip("="))
    if plain and not _NOTED.fullmatch(plain):
        raise Problem(
            "fingerprint-form",
            "A fingerprint has 43 letters, digits, + and /; give at least the first 16.",
            where="--fingerprint",
        )
    return plain


def _grouped(text: str) -> str:
    return " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))

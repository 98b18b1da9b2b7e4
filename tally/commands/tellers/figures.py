"""`piaoxiang teller figures`: two tellers sign how many were present and how many slips issued."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.language import N_, current_language, listed
from meeting.organiser.figures import read_figures
from meeting.published.folder_names import FIGURES
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.next_step import say_next
from tally.commands.tellers.box import refuse_missing
from tally.commands.tellers.key_options import unlocked, with_key
from tally.commands.tellers.opened_work import opened_work
from tally.commands.terminal import _, box_title, must_agree, say
from tally.folder.figures_signed import NEEDED
from tally.next_steps.openings import after_opening_step, figures_steps
from tally.opening.known_setups import confirm_setups
from tally.opening.sign_figures import (
    enter_figures,
    entered_figures,
    refuse_old_meeting,
    sign_figures,
    signers_of,
)
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.words.own_commands import OwnKey


@click.command("figures")
@click.argument("work", type=click.Path(path_type=Path))
@with_key
@fingerprint_option(N_("the meeting fingerprint of a slip; needed if you did not check the boxes."))
@click.option(
    "--figures",
    "figures_path",
    type=click.Path(path_type=Path),
    help=N_("voters present and slips issued, as you counted them; compared with what is here."),
)
@click.option("--yes", is_flag=True, help=N_("do not ask; needs --figures."))
def figures(
    work: Path,
    key_path: Path,
    passphrase_file: Path | None,
    fingerprint: str | None,
    figures_path: Path | None,
    yes: bool,
) -> None:
    """Sign how many were present and how many slips were issued; two tellers must."""
    given = fingerprint_given(fingerprint) if fingerprint is not None else None
    if yes and figures_path is None:
        raise Problem(
            "figures-not-given",
            "With --yes nobody looks at the figures: give those that you counted yourself, with "
            "--figures, so that they are compared.",
            where="--yes",
        )
    opened = opened_work(work)
    refuse_old_meeting(opened)
    refuse_missing(opened, opened.meeting.boxes())
    counted = read_figures(figures_path, opened.meeting) if figures_path is not None else None
    file = unlocked(key_path, passphrase_file)
    own = OwnKey(file.key.index, key_path, passphrase_file)
    confirm_setups(opened, file, given)
    if counted is not None:
        enter_figures(opened, counted)
    _show(opened)
    signed = signers_of(opened, opened.folder.optional(FIGURES))
    if file.key.index in signed:
        say(_("You have signed these figures already."))
    else:
        must_agree(
            _(
                "Were people and slips counted in the hall, and are these the figures? Look at the "
                "paper on which they were noted, not at what somebody tells you. Your signature is "
                "published with them. Sign?"
            ),
            yes=yes,
        )
        sign_figures(opened, file)
        say(
            _("Tellers who have signed the figures of the hall: {count}; needed: {needed}.").format(
                count=len(signed) + 1, needed=NEEDED
            )
        )
    signing = [step.text(current_language()) for step in figures_steps(opened, own)]
    say_next(*dict.fromkeys((*signing, *after_opening_step(opened, own))))


def _show(work: WorkFolder) -> None:
    """The figures, each on a line of its own; raises Problem("figures-none") if there are none."""
    hall = entered_figures(work)
    if not hall.boxes:
        raise Problem(
            "figures-none",
            "Nobody has entered voters present and slips issued yet. Give the file in which you "
            "noted them (figures.toml) with --figures.",
            where=str(work.folder.path / FIGURES),
        )
    for box in work.meeting.boxes():
        if (found := hall.boxes.get(box.id)) is None:
            continue
        click.echo()
        say(_("Box {box}").format(box=box_title(box)))
        say(_("    present   {count:>8}").format(count=found.present))
        say(_("    issued    {count:>8}").format(count=found.issued))
    click.echo()
    missing = [box_title(box) for box in work.meeting.boxes() if box.id not in hall.boxes]
    if missing:
        told = _("Not entered, and so not signed: {boxes}.")
        say(told.format(boxes=listed(missing, current_language())))
    for at, earlier in enumerate(hall.earlier, 1):
        say(_("Correction {number}: {reason}").format(number=at, reason=earlier.reason))

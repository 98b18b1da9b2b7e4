"""`piaoxiang draw`: drawing by lot, with tellers' shares that nobody can steer."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.command_line.typed_command import typed, typed_for
from meeting.draws.draw_list import MOST_ENTRIES, DrawList
from meeting.draws.entries_file import read_draw_list
from meeting.language import N_, current_language, listed
from meeting.published.folder_names import DRAWN, DRAWS
from tally.commands.next_step import say_next
from tally.commands.tellers.counted_work import counted_work
from tally.commands.tellers.key_options import unlocked, with_key
from tally.commands.tellers.opened_work import opened_work
from tally.commands.terminal import _, must_agree, say
from tally.draws.draw_folder import DrawFolder
from tally.draws.share import give_share, owner_of, refuse_other_list
from tally.draws.step_list import list_of_step
from tally.next_steps.openings import naming_what_is_missing
from tally.opening.sign_figures import entered_figures
from tally.verify.meeting.draws import VerifiedDraw
from tally.words.figures_and_names import short_hash

_folder = click.argument("folder", type=click.Path(path_type=Path))
_MOST_SHOWN = 40
"""Entries that are shown one by one before a teller agrees; of more, the first and the last."""


@click.command("list")
@_folder
@click.argument("name")
@click.option(
    "--from",
    "entries",
    type=click.Path(path_type=Path),
    required=True,
    help=N_("spreadsheet (.xlsx or .csv) with a column name."),
)
@click.option(
    "--take",
    type=click.IntRange(1, MOST_ENTRIES),
    required=True,
    help=N_("how many are drawn."),
)
@click.option("--purpose", required=True, help=N_("what is drawn, in words: everybody reads it."))
def put_up(folder: Path, name: str, entries: Path, take: int, purpose: str) -> None:
    """Put up a list to draw from."""
    opened = DrawFolder.open(folder)
    of, notes = read_draw_list(
        entries, meeting=opened.meeting_fingerprint, name=name, purpose=purpose, take=take
    )
    for note in notes:
        say(note.told(current_language()))
    opened.begin(of)
    _show(of)
    say(_("Let everybody see this list before anybody draws. It cannot be changed any more."))
    say_next(_still_to_give(opened, VerifiedDraw(name, opened.read(name)[1].draw)))


@click.command("step")
@click.argument("work", type=click.Path(path_type=Path))
@click.argument("step_id", metavar="STEP")
def put_up_step(work: Path, step_id: str) -> None:
    """Put up the list of a step that the lot decides."""
    counted = opened_work(work)
    with naming_what_is_missing(counted):
        outcome = counted_work(counted, entered_figures(counted)).outcome
    opened = DrawFolder.open(work)
    of = list_of_step(outcome, step_id, opened.meeting_fingerprint)
    opened.begin(of)
    _show(of)
    say(_("It follows from the step: nobody chose it. Let everybody see it before anybody draws."))
    say_next(_still_to_give(opened, VerifiedDraw(of.name, opened.read(of.name)[1].draw)))


@click.command()
@_folder
@click.argument("name")
@with_key
@click.option("--yes", is_flag=True, help=N_("do not ask."))
def share(folder: Path, name: str, key_path: Path, passphrase_file: Path | None, yes: bool) -> None:
    """Give this teller's share of a draw."""
    opened = DrawFolder.open(folder)
    read, verified = opened.read(name)
    file = unlocked(key_path, passphrase_file)
    own = owner_of(opened, file)
    refuse_other_list(file, verified)
    of = verified.draw.list
    if own.index in verified.shares:
        say(_("Your share of the draw {name} is given already.").format(name=name))
    else:
        _show(of)
        before = [each.name for each in file.key.draws if each.name != of.name]
        if before:
            told = _("With this key, shares of these draws were given before: {names}.")
            say(told.format(names=listed(before, current_language())))
        must_agree(_("Is this the list that everybody has seen, and what is to be drawn?"), yes=yes)
        verified = give_share(opened, verified, read, own, file)
        say(_("Your share of the draw {name} is given.").format(name=name))
    _say_drawn(opened, verified)


@click.command()
@_folder
@click.argument("name")
def show(folder: Path, name: str) -> None:
    """Show a draw: the list, and who was drawn."""
    opened = DrawFolder.open(folder)
    _, verified = opened.read(name)
    _show(verified.draw.list)
    opened.put_table(verified)
    _say_drawn(opened, verified)


def _show(of: DrawList) -> None:
    say(_("Draw {name}: {purpose}").format(name=of.name, purpose=of.purpose))
    told = _("Entries: {count}; to be drawn: {take}; fingerprint of the list: {hash}")
    say(told.format(count=len(of.entries), take=of.take, hash=short_hash(of.hash)))
    shown = list(enumerate(of.entries, start=1))
    if len(shown) > _MOST_SHOWN:
        half = _MOST_SHOWN // 2
        lines = [*map(_line, shown[:half]), "    …", *map(_line, shown[-half:])]
    else:
        lines = [*map(_line, shown)]
    for line in lines:
        say(line)


def _line(numbered: tuple[int, str]) -> str:
    return "    {:>3}  {}".format(*numbered)


def _say_drawn(opened: DrawFolder, verified: VerifiedDraw) -> None:
    if not verified.lots:
        say_next(_still_to_give(opened, verified))
        return
    say(_("Drawn, the first first:"))
    for order, (number, entry) in enumerate(
        zip(verified.numbers, verified.drawn, strict=True), start=1
    ):
        say(
            _("    {order}. {entry} (number {number} on the list)").format(
                order=order, entry=entry, number=number
            )
        )
    table = opened.path / DRAWS / verified.name / DRAWN
    say(_("The whole table, to be checked by anybody, stands in {path}.").format(path=table))
    if not opened.prepared:
        return
    say_next(
        _(
            "for the result to show this draw, the folder {path} is copied into the work folder "
            "before publishing; the verifier then checks it."
        ).format(path=opened.path / DRAWS)
    )


def _still_to_give(opened: DrawFolder, verified: VerifiedDraw) -> str:
    """Who may still give a share, with the command of each."""
    tellers = opened.meeting.tellers
    missing = opened.meeting.teller_threshold - len(verified.shares)
    commands = [
        typed_for(
            typed(
                *("draw", "share", opened.path, verified.name),
                *("--key", f"teller-{number}.key"),
            ),
            name,
        )
        for number, name in enumerate(tellers, start=1)
        if number not in verified.shares
    ]
    told = _("shares still needed: {missing}, of any of these tellers:\n{commands}")
    return told.format(missing=missing, commands="\n".join(commands))

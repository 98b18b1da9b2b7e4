"""What the commands of the organiser and the registrar print: a meeting and its fingerprints."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from crypto.board.server_key import short_form
from meeting.definition.meeting import Meeting
from meeting.language import current_language, gettext_for, listed, said
from meeting.printable import printable
from meeting.problem import ROOM, Problem

MOST_NAMED = 20
"""Places that are listed one by one."""


def _(message: str) -> str:
    return gettext_for(ROOM, current_language())(message)


def say(text: str = "") -> None:
    """Print a text as it is, without markup; what is not printable in it is escaped."""
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    console.print(printable(text))


def show_note(note: Problem) -> None:
    """Show something about a file that the reader should know, and that refuses nothing."""
    say(_("Note: {note}").format(note=note.told(current_language())))


def show_meeting(defined: Meeting) -> None:
    """Show the boxes, the tellers, and what was confirmed in words."""
    language = current_language()
    say(said(defined, "title", language))
    table = Table(box=None, pad_edge=False)
    for heading in (_("box"), _("round"), _("voter group"), _("entitled"), _("slips")):
        table.add_column(heading, justify="left")
    for box in defined.boxes():
        name = f"{said(box.group, 'name', language)} {said(box.group, 'description', language)}"
        table.add_row(
            box.id,
            printable(said(box.round, "name", language)),
            printable(name.strip()),
            str(box.group.size),
            str(box.slips),
        )
    Console(highlight=False, markup=False, emoji=False).print(table)
    say(
        _("Tellers: {names}; {threshold} of {size} together open a box.").format(
            names=listed(defined.tellers, language),
            threshold=defined.teller_threshold,
            size=len(defined.tellers),
        )
    )
    namesakes = [said(each, "display_name", language) for each in defined.people if each.shown_as]
    if namesakes:
        say(
            _("People of one name, told apart on every screen and in every report: {names}").format(
                names=listed(namesakes, language)
            )
        )
    if defined.has_single_answers:
        say(
            _(
                "Names in writing, rankings and scores: every box is shuffled by {number} tellers"
                " before it is opened, so that nobody knows whose they are."
            ).format(number=defined.required_shuffles)
        )
    for group in defined.groups:
        if group.size < defined.minimum_group:
            say(
                _("Small group {name} ({size} voters), confirmed: {words}").format(
                    name=said(group, "name", language), size=group.size, words=group.confirm_small
                )
            )
            say(
                _(
                    "    Even so, a box with fewer than {minimum} ballots is never opened on its"
                    " own: its ballots are always added to those of other groups, as the plan of"
                    " the round says. They have one result then, and their weights are added up."
                ).format(minimum=defined.minimum_group)
            )


def show_unshown(unshown: Sequence[Problem]) -> None:
    """Name what screens and reports may not be able to show, and what can be done about it."""
    if not unshown:
        return
    say(_("These characters are in none of the typefaces that come with the program:"))
    language = current_language()
    for each in unshown[:MOST_NAMED]:
        say(f"    {each.told(language)}")
    if len(unshown) > MOST_NAMED:
        say(_("    and {count} places more").format(count=len(unshown) - MOST_NAMED))
    say(
        _(
            "They are not printed on the slips. On screens and in the report a typeface of the"
            " computer stands in; where it has none, an empty box is seen. Before the meeting, look"
            " at them on a kiosk and where the report will be printed. What helps: a typeface with"
            " rare characters on these computers (Windows: SimSun-ExtB; Debian: fonts-hanazono),"
            " or the form of the name that other documents use."
        )
    )


def show_definition(hash_of_definition: str) -> None:
    """Show which meeting.json it is. Only the organiser compares that, before there are slips."""
    say(_("Definition hash (SHA-256 of meeting.json): {hash}").format(hash=hash_of_definition))


def show_fingerprint(fingerprint: str) -> None:
    """Show the one thing that everybody compares, short and in full."""
    short = short_form(bytes.fromhex(fingerprint))
    say(_("Meeting fingerprint: {short}").format(short=short))
    say(f"    {fingerprint}")

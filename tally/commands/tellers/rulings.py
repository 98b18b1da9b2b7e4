"""`piaoxiang teller rulings`: what waits for people, what they have decided, what to type next."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import click

from meeting.command_line.typed_command import set_in, typed
from meeting.files import write_new
from meeting.language import N_, current_language, listed
from meeting.printable import printable
from tally.commands.next_step import say_next
from tally.commands.tellers.opened_work import opened_work
from tally.commands.tellers.outcome_now import outcome_now
from tally.commands.tellers.ruling_words import ruling_lines, signers_line, title_of
from tally.commands.terminal import _, say, say_json
from tally.next_steps.rulings import ruling_steps
from tally.opening.work_folder import WorkFolder
from tally.outcome.outcome import Outcome
from tally.rulings.merge_file import counts_of
from tally.rulings.merge_form import merge_form
from tally.rulings.overview import Asked, State, overview
from tally.rulings.people_asked import MergeAsked
from tally.rulings.proposals import Proposal
from tally.rulings.ruling_file import ruling_form

_STATES: Final[dict[State, str]] = {
    "open": N_("To be decided now ({count})"),
    "begun": N_("Waiting for another teller's signature ({count})"),
    "unfit": N_("Ruled about others than those whom it is about now ({count})"),
    "optional": N_("Without a ruling it is about nobody ({count})"),
    "early": N_("Not yet ({count})"),
    "holds": N_("Decided ({count})"),
    "nobody": N_("Nothing to decide ({count})"),
}
_TO_FILL: Final = ("open", "unfit", "optional")
_FORMS: Final = "forms"
_MOST: Final = 20
"""So many people or proposals are shown; forms and --json have all."""


@click.command("rulings")
@click.argument("work", type=click.Path(path_type=Path))
@click.option(
    "--forms",
    "forms",
    type=click.Path(path_type=Path),
    help=N_("write a form to fill in, for every ruling that is not there yet, into this folder."),
)
@click.option("--json", "as_json", is_flag=True, help=N_("what is there, as JSON, with all names."))
def rulings(work: Path, forms: Path | None, *, as_json: bool) -> None:
    """Show what people have to decide, and what they have decided."""
    opened = opened_work(work)
    outcome = outcome_now(opened)
    found = overview(opened, outcome)
    written = {each.step.id: _write_form(opened, outcome, each, forms) for each in found}
    if as_json:
        say_json({"rulings": [_value(each) for each in found]})
        return
    if not found:
        say(_("The rules of this meeting have no step that people decide."))
        return
    _show(list(_lines(opened, outcome, found, written)))
    say_next(*ruling_steps(opened), *_to_sign(opened, found, forms))


def _write_form(work: WorkFolder, outcome: Outcome, each: Asked, forms: Path | None) -> str:
    """Where the form of a ruling is, or was before; "" where none is asked for."""
    if forms is None or each.state not in _TO_FILL:
        return ""
    path = forms / f"{each.step.id}.toml"
    if path.exists():
        return _("    A form is there already: {path}").format(path=path)
    language = current_language()
    if isinstance(each.step, MergeAsked):
        counts = counts_of(outcome, each.step.round)
        text = merge_form(work.meeting, each.step.paper, counts, language)
    else:
        text = ruling_form(work.meeting, each.step, each.people, language)
    forms.mkdir(parents=True, exist_ok=True)
    write_new(path, text.encode())
    return _("    A form to fill in: {path}").format(path=path)


def _lines(
    work: WorkFolder, outcome: Outcome, found: tuple[Asked, ...], written: dict[str, str]
) -> Iterator[str]:
    for state, group in groupby(found, key=lambda each: each.state):
        together = list(group)
        yield ""
        yield _(_STATES[state]).format(count=len(together))
        for each in together:
            if each.ruling is not None:
                yield from ruling_lines(work.meeting, each.step, each.ruling.ruling)
                yield signers_line(work, each.ruling, counts=each.state != "unfit")
            else:
                yield title_of(each.step)
            yield from _state_lines(outcome, each)
            if written[each.step.id]:
                yield written[each.step.id]
    yield ""


def _state_lines(outcome: Outcome, each: Asked) -> Iterator[str]:
    if each.early is not None:
        yield f"    {each.early.text(current_language())}"
    elif each.state == "unfit":
        yield _("    It counts for nothing, and who has signed it can take it back.")
    elif each.ruling is not None:
        return
    elif isinstance(each.step, MergeAsked):
        yield from _names_lines(each)
    elif not each.people:
        yield _("    Nobody came to this step: there is nothing to decide.")
    else:
        told = _("    Not ruled yet. People whom it is about: {count}.")
        yield told.format(count=len(each.people))
        shown = {person.id: person.display_name for person in outcome.named.people}
        yield "    " + _some([shown[person] for person in each.people])


def _names_lines(each: Asked) -> Iterator[str]:
    if not each.names:
        yield _("    Nobody wrote a name: there is nothing to decide.")
        return
    spellings = sum(len(name.spellings) for name in each.names)
    yield _("    Not ruled yet. Different spellings that were written: {count}.").format(
        count=spellings
    )
    yield _("    Votes in them: {votes}; lines that were left empty: {empty}.").format(
        votes=sum(name.votes for name in each.names), empty=each.empty
    )
    for proposal in each.proposals[:_MOST]:
        yield _proposal_line(proposal)
    if len(each.proposals) > _MOST:
        told = _("    and {count} more proposals: forms and --json have all.")
        yield told.format(count=len(each.proposals) - _MOST)


def _proposal_line(proposal: Proposal) -> str:
    names = listed(
        [_("“{name}” {votes}").format(name=each.name, votes=each.votes) for each in proposal.names],
        current_language(),
    )
    if proposal.person is None:
        told = _("    Perhaps one person, same pinyin {reading}: {names}")
        return told.format(reading=proposal.reading, names=names)
    person = proposal.person.display_name
    if not proposal.reading:
        told = _("    Perhaps {person}, who is not on this paper: {names}")
        return told.format(person=person, names=names)
    told = _("    Perhaps {person}, same pinyin {reading}: {names}")
    return told.format(person=person, reading=proposal.reading, names=names)


def _some(names: list[str]) -> str:
    shown = listed(names[:_MOST], current_language())
    if len(names) <= _MOST:
        return shown
    return _("{names}, and {count} more").format(names=shown, count=len(names) - _MOST)


def _show(lines: list[str]) -> None:
    """Print all lines; on a terminal that is too low for them, page by page."""
    if sys.stdout.isatty() and len(lines) >= shutil.get_terminal_size().lines:
        click.echo_via_pager("".join(f"{printable(line)}\n" for line in lines))
        return
    for line in lines:
        say(line)


def _to_sign(work: WorkFolder, found: tuple[Asked, ...], forms: Path | None) -> Iterator[str]:
    """How what can be decided now is signed, once its form is filled in."""
    commands = [
        typed(
            *("teller", "ruling", work.folder.path, "--step", each.step.id),
            *("--ruling", (forms or Path(_FORMS)) / f"{each.step.id}.toml"),
            *("--key", "teller-1.key"),
        )
        for each in found
        if each.state == "open"
    ]
    if commands:
        told = _(
            "when its form is filled in, two tellers sign, each with their own key "
            "file:\n{commands}"
        )
        yield told.format(commands=set_in(*commands))


def _value(each: Asked) -> dict[str, Any]:
    """What is shown of a ruling, for programs: all people, names and proposals."""
    value: dict[str, Any] = {"about": each.step.id, "kind": _kind(each), "state": each.state}
    if each.early is not None:
        value["early"] = each.early.text(current_language())
    if each.people:
        value["people"] = list(each.people)
    if isinstance(each.step, MergeAsked):
        value["empty"] = each.empty
        value["names"] = [
            {
                "spellings": [{"text": text, "votes": votes} for text, votes in name.spellings],
                "listed": list(name.listed),
            }
            for name in each.names
        ]
        value["proposals"] = [
            {
                "person": proposal.person.id if proposal.person else "",
                "reading": proposal.reading,
                "names": [name.name for name in proposal.names],
            }
            for proposal in each.proposals
        ]
    if each.ruling is not None:
        value["signed"] = list(each.ruling.signed)
        value["ruling"] = each.ruling.ruling.to_json()
    return value


def _kind(each: Asked) -> str:
    return "merge" if isinstance(each.step, MergeAsked) else each.step.kind

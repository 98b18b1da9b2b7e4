"""`piaoxiang teller open`, as far as this teller can go; `shuffle` and `decrypt` for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from meeting.definition.meeting import Box, Meeting, Round
from meeting.language import N_, current_language, listed
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.next_step import say_next
from tally.commands.tellers.box import Boxes, decrypt_boxes, refuse_missing, shuffle_boxes, title_of
from tally.commands.tellers.key_options import unlocked, with_key
from tally.commands.tellers.opened_work import opened_work
from tally.commands.tellers.plan import agree_to, planned_with_progress, show_plans
from tally.commands.terminal import _, say, say_aside
from tally.keys.key_file import KeyFile
from tally.next_steps.openings import after_opening_step, naming_what_is_missing
from tally.next_steps.progress import Progress, has_shuffled, progress_again, progress_of
from tally.opening.known_setups import confirm_setups
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.meeting.plans import RoundPlan
from tally.words.own_commands import OwnKey

_PASSED_OVER = ("shuffle-needless", "box-counted", "shuffles-ended")
_SHUFFLE_FIRST = ("box-unshuffled", "own-shuffle-missing")
_NOTHING_COULD_BE_DONE = 2
_Act = Callable[[WorkFolder, Boxes, KeyFile], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What a teller asked for, with their unlocked key: every round, or what holds `box`.

    `given` are fingerprints of plans that the hall display shows, if they gave any.
    """

    work: WorkFolder
    file: KeyFile
    box: Box | None
    given: tuple[str, ...]
    yes: bool

    def openings(self) -> list[Progress]:
        """What the plans of all closed rounds open; the teller has agreed to them.

        A box that is opened with others stands for all of them. Raises Problem if there is no plan.
        """
        plans = self.plans()
        shown = show_plans(self.work, plans, self.file, self.given)
        agree_to(shown, self.file, self.given, yes=self.yes)
        found = [one for each in plans for one in progress_of(self.work, each)]
        return [one for one in found if self.box is None or self.box in one.boxes]

    def plans(self) -> list[RoundPlan]:
        """The plans of the closed rounds; raises Problem if there is none."""
        rounds = _rounds(self.work.meeting, self.box)
        planned = []
        for at, each in enumerate(rounds):
            try:
                planned.append(planned_with_progress(self.work, each, self.file))
            except Problem as problem:
                last = at == len(rounds) - 1
                if problem.code != "box-open" or (last and not planned):
                    raise
                say(problem.text(current_language()))
        return planned


def _rounds(meeting: Meeting, box: Box | None) -> tuple[Round, ...]:
    return meeting.rounds if box is None else (box.round,)


def _go_through(task: Task, acts: Callable[[Progress], Iterable[_Act]]) -> bool:
    """Do with each opening what `acts` says; of several, only say why one is left out.

    Gives whether there was anything to open.
    """
    openings = task.openings()
    done: list[Boxes] = []
    for at, each in enumerate(openings):
        try:
            for act in acts(each):
                act(task.work, each.boxes, task.file)
            done.append(each.boxes)
        except BaseException as error:
            if (
                len(openings) == 1
                or not isinstance(error, Problem)
                or error.code not in _PASSED_OVER
            ):
                _say_done(done, [each.boxes for each in openings[at:]])
                raise
            say(error.text(current_language()))
    return bool(openings)


def _say_done(done: Sequence[Boxes], left: Sequence[Boxes]) -> None:
    """Say where a command stopped that had done its part in some boxes already."""
    if done:
        told = _("Done: {done}. Not done: {left}.")
        say_aside(told.format(done=_titles(done), left=_titles(left)))


def _titles(openings: Sequence[Boxes]) -> str:
    return listed([title_of(boxes) for boxes in openings], current_language())


def _command(name: str) -> Callable[[Callable[[Task], bool]], click.Command]:
    """Make a command of what is done with a task; it gives whether anything could be."""

    def made(perform: Callable[[Task], bool]) -> click.Command:
        @click.command(name, help=perform.__doc__)
        @click.argument("work", type=click.Path(path_type=Path))
        @with_key
        @fingerprint_option(
            N_("the meeting fingerprint of a slip; needed if you did not check the boxes.")
        )
        @click.option("--box", "box_id", help=N_("only this box, and those it is opened with."))
        @click.option(
            "--plan",
            "plans",
            multiple=True,
            help=N_("fingerprint of the plan in the hall; one for each round."),
        )
        @click.option("--yes", is_flag=True, help=N_("do not ask; needs --plan."))
        def command(
            work: Path,
            key_path: Path,
            passphrase_file: Path | None,
            box_id: str | None,
            plans: tuple[str, ...],
            fingerprint: str | None,
            yes: bool,
        ) -> None:
            given = fingerprint_given(fingerprint) if fingerprint is not None else None
            opened = opened_work(work)
            box = opened.box(box_id) if box_id else None
            refuse_missing(opened, opened.meeting.boxes())
            file = unlocked(key_path, passphrase_file)
            own = OwnKey(file.key.index, key_path, passphrase_file)
            confirm_setups(opened, file, given)
            click.get_current_context().call_on_close(file.save_notes)
            with naming_what_is_missing(opened, own):
                done = perform(Task(opened, file, box, plans, yes))
            say_next(*after_opening_step(opened, own))
            if not done:
                raise click.exceptions.Exit(_NOTHING_COULD_BE_DONE)

        return command

    return made


@_command("open")
def open_round(task: Task) -> bool:
    """Verify the closed boxes and do what is next for this teller, by the plan."""
    return open_next(task)


def open_next(task: Task) -> bool:
    """Do what is next for this teller in everything that the plans open; whether there was any."""
    return _go_through(task, lambda each: _next_acts(task, each))


def _next_acts(task: Task, each: Progress) -> Iterable[_Act]:
    """What is next with one opening, looked at anew after each act.

    An act sets aside what does not hold: then there may be shuffles to be made (again) first.
    """
    work, own = task.work, task.file.key.index
    demanded = work.meeting.required_shuffles if each.to_shuffle else 0
    seen: Progress | None = None
    while each != seen:
        seen = each
        lost = own not in each.shufflers and has_shuffled(work, each, task.file.key)
        if (lost or len(each.shufflers) < demanded) and not each.sharers:
            if own in each.shufflers:
                return
            if lost:
                told = _("Box {box}: your shuffle is not in it any more. You shuffle it again.")
                say(told.format(box=title_of(each.boxes)))
            yield shuffle_boxes
        elif own in each.sharers or len(each.sharers) < work.meeting.teller_threshold:
            yield partial(_decrypt_if_shuffled, each)
            if own in each.sharers:
                return
        each = progress_again(work, each)


def _decrypt_if_shuffled(each: Progress, work: WorkFolder, boxes: Boxes, file: KeyFile) -> None:
    """Release this teller's share, unless shuffles turn out bad on the way and were set aside."""
    try:
        decrypt_boxes(work, boxes, file)
    except Problem as problem:
        if problem.code not in _SHUFFLE_FIRST or progress_again(work, each) == each:
            raise


@_command("decrypt")
def decrypt(task: Task) -> bool:
    """Verify the closed boxes and release this teller's share, by the plan."""
    return _go_through(task, lambda _each: [decrypt_boxes])


@_command("shuffle")
def shuffle(task: Task) -> bool:
    """Verify the closed boxes and shuffle their single answers, by the plan."""
    return _go_through(task, lambda _each: [shuffle_boxes])

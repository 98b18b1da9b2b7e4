"""`piaoxiang teller shuffle` and `decrypt`: opening a closed box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from meeting.definition.meeting import Box
from meeting.language import N_, current_language, listed
from meeting.printable import printable
from tally.commands.box import decrypt_box, refuse_missing, shuffle_box
from tally.commands.fingerprint_option import fingerprint_given, fingerprint_option
from tally.commands.key_options import unlocked, with_key
from tally.commands.next_step import say_next
from tally.commands.opened_work import opened_work
from tally.commands.sum import decrypt_sum, ids_of, say_offers, shuffle_boxes_of_sum
from tally.commands.terminal import _, box_title, say
from tally.keys.key_file import KeyFile
from tally.next_steps.openings import after_opening_step, naming_what_is_missing
from tally.opening.known_setups import confirm_setups
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.words.own_commands import OwnKey

_NOT_ALONE = ("box-open", "minimum-group", "box-in-sum")
_PASSED_OVER = (*_NOT_ALONE, "shuffle-needless", "box-counted", "shuffles-ended")
_NOTHING_COULD_BE_DONE = 2


@dataclass(frozen=True, slots=True)
class _Task:
    """What a teller asked for, with their unlocked key: all boxes, one of them, or a sum.

    `single` is whether one box was named, `ids` are those of a sum, `expect_head` what the hall
    display shows.
    """

    work: WorkFolder
    file: KeyFile
    own: OwnKey
    boxes: tuple[Box, ...]
    single: bool
    ids: list[str] | None
    expect_head: str | None
    yes: bool

    def each_box(self, act: Callable[[Box], bool]) -> bool:
        """Act on every box; of several, only say why one is left out.

        `act` gives whether this teller's part in the box is done. Gives whether anything could be
        done: False if none of the boxes can be opened as it is.
        """
        refused = 0
        done: list[Box] = []
        for at, box in enumerate(self.boxes):
            try:
                done += [box] if act(box) else []
            except BaseException as error:
                if self.single or not isinstance(error, Problem) or error.code not in _PASSED_OVER:
                    _say_done(done, self.boxes[at:])
                    raise
                say(error.text(current_language()))
                refused += error.code in _NOT_ALONE
        return refused < len(self.boxes)


def _say_done(done: Sequence[Box], left: Sequence[Box]) -> None:
    """Say where a command stopped that had done its part in some boxes already."""
    if done:
        told = _("Done: {done}. Not done: {left}.")
        said = told.format(done=_titles(done), left=_titles(left))
        click.echo(printable(said), err=True)


def _titles(boxes: Sequence[Box]) -> str:
    return listed([box_title(box) for box in boxes], current_language())


def _command(
    name: str, only: str, more: str | None = None
) -> Callable[[Callable[[_Task], bool]], click.Command]:
    """Make a command of what is done with a task, if anything could be; `only` helps `--box`."""

    def made(perform: Callable[[_Task], bool]) -> click.Command:
        @click.command(name, help=perform.__doc__, epilog=more)
        @click.argument("work", type=click.Path(path_type=Path))
        @with_key
        @fingerprint_option(
            N_("the meeting fingerprint of a slip; needed if you did not check the boxes.")
        )
        @click.option("--box", "box_id", help=only)
        @click.option(
            "--sum",
            "summed",
            help=N_("boxes opened together as one, such as r1-A,r1-B."),
        )
        @click.option(
            "--expect-head",
            help=N_("board fingerprint in the hall."),
        )
        @click.option("--yes", is_flag=True, help=N_("do not ask."))
        def command(
            work: Path,
            key_path: Path,
            passphrase_file: Path | None,
            box_id: str | None,
            summed: str | None,
            expect_head: str | None,
            fingerprint: str | None,
            yes: bool,
        ) -> None:
            if box_id is not None and summed is not None:
                raise click.UsageError(_("give --box or --sum, not both"))
            if expect_head is not None and box_id is None:
                raise click.UsageError(_("--expect-head needs --box"))
            given = fingerprint_given(fingerprint) if fingerprint is not None else None
            opened = opened_work(work)
            boxes = (opened.box(box_id),) if box_id else opened.meeting.boxes()
            refuse_missing(opened, boxes)
            file = unlocked(key_path, passphrase_file)
            own = OwnKey(file.key.index, key_path, passphrase_file)
            confirm_setups(opened, file, given)
            ids = ids_of(summed) if summed is not None else None
            click.get_current_context().call_on_close(file.save_notes)
            with naming_what_is_missing(opened, own, ids or ()):
                single = box_id is not None
                done = perform(_Task(opened, file, own, boxes, single, ids, expect_head, yes))
            say_next(*after_opening_step(opened, own))
            if not done:
                raise click.exceptions.Exit(_NOTHING_COULD_BE_DONE)

        return command

    return made


@_command(
    "decrypt",
    N_("open this box only."),
    N_("A box with too few ballots is never opened alone; --sum opens it together with others."),
)
def decrypt(task: _Task) -> bool:
    """Verify a closed box and release this teller's share."""
    if task.ids is not None:
        decrypt_sum(task.work, task.ids, task.file, yes=task.yes)
        return True
    offered = say_offers(task.work, "decrypt", task.own)
    needed = () if task.single else offered

    def act(box: Box) -> bool:
        head, asked = task.expect_head, box in needed
        return decrypt_box(task.work, box, task.file, head, yes=task.yes, needed=asked)

    return task.each_box(act)


@_command("shuffle", N_("shuffle this box only."))
def shuffle_boxes(task: _Task) -> bool:
    """Verify a closed box and shuffle its single answers."""
    if task.ids is not None:
        shuffle_boxes_of_sum(task.work, task.ids, task.file, yes=task.yes)
        return True
    say_offers(task.work, "shuffle", task.own)
    return task.each_box(
        lambda box: shuffle_box(task.work, box, task.file, task.expect_head, yes=task.yes)
    )

"""`piaoxiang teller shuffle` and `decrypt`: opening a closed box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from meeting.definition.meeting import Box
from meeting.language import current_language
from tally.commands.box import decrypt_box, refuse_missing, shuffle_box
from tally.commands.key_options import unlocked, with_key
from tally.commands.next_step import say_next
from tally.commands.sum import decrypt_sum, ids_of, say_offers, shuffle_boxes_of_sum
from tally.commands.terminal import say
from tally.keys.key_file import KeyFile
from tally.next_steps.openings import after_opening_step, naming_what_is_missing
from tally.opening.known_setups import confirm_setups
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.words.own_commands import OwnKey

_NOT_ALONE = ("box-open", "minimum-group", "box-in-sum")
_NEEDLESS = "shuffle-needless"
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

    def each_box(self, act: Callable[[Box], None]) -> bool:
        """Act on every box; of several, only say why one is left out.

        Gives whether anything could be done: False if none of the boxes can be opened as it is.
        """
        refused = 0
        for box in self.boxes:
            try:
                act(box)
            except Problem as problem:
                if self.single or problem.code not in (*_NOT_ALONE, _NEEDLESS):
                    raise
                say(problem.text(current_language()))
                refused += problem.code in _NOT_ALONE
        return refused < len(self.boxes)


def _command(name: str, only: str) -> Callable[[Callable[[_Task], bool]], click.Command]:
    """Make a command of what is done with a task, if anything could be; `only` helps `--box`."""

    def made(perform: Callable[[_Task], bool]) -> click.Command:
        @click.command(name, help=perform.__doc__)
        @click.argument("work", type=click.Path(path_type=Path))
        @with_key
        @click.option(
            "--setups-hash",
            help="票码条上的票箱指纹，未做 check 时必填 / the boxes' fingerprint of a slip.",
        )
        @click.option("--box", "box_id", help=only)
        @click.option(
            "--sum",
            "summed",
            help="合并开箱的票箱，如 r1-A,r1-B / boxes opened together as one, such as r1-A,r1-B.",
        )
        @click.option(
            "--expect-head",
            help="大屏上的公告板指纹，供无人值守使用 / board fingerprint in the hall.",
        )
        @click.option("--yes", is_flag=True, help="不再询问 / do not ask.")
        def command(
            work: Path,
            key_path: Path,
            passphrase_file: Path | None,
            box_id: str | None,
            summed: str | None,
            expect_head: str | None,
            setups_hash: str | None,
            yes: bool,
        ) -> None:
            if box_id is not None and summed is not None:
                raise click.UsageError("--box 与 --sum 只用一个 / give --box or --sum, not both")
            if expect_head is not None and box_id is None:
                raise click.UsageError("--expect-head 需要 --box / --expect-head needs --box")
            opened = WorkFolder.open(work)
            boxes = (opened.box(box_id),) if box_id else opened.meeting.boxes()
            refuse_missing(opened, boxes)
            file = unlocked(key_path, passphrase_file)
            own = OwnKey(file.key.index, key_path, passphrase_file)
            confirm_setups(opened, file, setups_hash)
            ids = ids_of(summed) if summed is not None else None
            with naming_what_is_missing(opened, own, ids or ()):
                single = box_id is not None
                done = perform(_Task(opened, file, own, boxes, single, ids, expect_head, yes))
            say_next(*after_opening_step(opened, own))
            if not done:
                raise click.exceptions.Exit(_NOTHING_COULD_BE_DONE)

        return command

    return made


@_command("decrypt", "只开这一个票箱 / open this box only.")
def decrypt(task: _Task) -> bool:
    """开箱：核验整个票箱后给出本人份额 / Verify a closed box and release this teller's share.

    票数不足下限的票箱不单独开箱，可用 --sum 与其他票箱合并开箱 / a box with too few ballots is
    never opened alone; --sum opens it together with others.
    """
    if task.ids is not None:
        decrypt_sum(task.work, task.ids, task.file, yes=task.yes)
        return True
    offered = say_offers(task.work, "decrypt", task.own)
    needed = () if task.single else offered

    def act(box: Box) -> None:
        head, asked = task.expect_head, box in needed
        decrypt_box(task.work, box, task.file, head, yes=task.yes, needed=asked)

    return task.each_box(act)


@_command("shuffle", "只混洗这一个票箱 / shuffle this box only.")
def shuffle_boxes(task: _Task) -> bool:
    """混洗：核验票箱后打乱逐张公开的答案 / Verify a closed box and shuffle its single answers."""
    if task.ids is not None:
        shuffle_boxes_of_sum(task.work, task.ids, task.file, yes=task.yes)
        return True
    say_offers(task.work, "shuffle", task.own)
    return task.each_box(
        lambda box: shuffle_box(task.work, box, task.file, task.expect_head, yes=task.yes)
    )

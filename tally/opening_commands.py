"""`piaoxiang teller shuffle` and `decrypt`: opening a closed box."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.definition import Box
from meeting.language import current_language
from tally.box_commands import decrypt_box, refuse_missing, shuffle_box
from tally.command_lines import OwnKey
from tally.key_options import unlocked, with_key
from tally.known_setups import confirm_setups
from tally.next_step import after_opening_step, naming_what_is_missing, say_next
from tally.problem import Problem
from tally.sum_commands import decrypt_sum, ids_of, say_offers, shuffle_boxes_of_sum
from tally.terminal import _, agreed, box_title, say
from tally.work_folder import WorkFolder

_work = click.argument("work", type=click.Path(path_type=Path))
_SKIPPED = ("minimum-group", "box-in-sum", "shuffle-needless")
_sum = click.option(
    "--sum",
    "summed",
    help="合并开箱的票箱，如 r1-A,r1-B / boxes opened together as one, such as r1-A,r1-B.",
)
_setups_hash = click.option(
    "--setups-hash",
    help="票码条上的票箱指纹，未做 check 时必填 / the boxes' fingerprint of a slip.",
)

_expect_head = click.option(
    "--expect-head", help="大屏上的公告板指纹，供无人值守使用 / board fingerprint in the hall."
)
_yes = click.option("--yes", is_flag=True, help="不再询问 / do not ask.")


@click.command()
@_work
@with_key
@_setups_hash
@click.option("--box", "box_id", help="只开这一个票箱 / open this box only.")
@_sum
@_expect_head
@_yes
def decrypt(
    work: Path,
    key_path: Path,
    passphrase_file: Path | None,
    box_id: str | None,
    summed: str | None,
    expect_head: str | None,
    setups_hash: str | None,
    yes: bool,
) -> None:
    """开箱：核验整个票箱后给出本人份额 / Verify a closed box and release this teller's share.

    票数不足下限的票箱不单独开箱，可用 --sum 与其他票箱合并开箱 / a box with too few ballots is
    never opened alone; --sum opens it together with others.
    """
    _refuse_both(box_id, summed)
    _refuse_head_alone(expect_head, box_id)
    opened = WorkFolder.open(work)
    boxes = [opened.box(box_id)] if box_id else list(opened.meeting.boxes())
    refuse_missing(opened, boxes)
    file = unlocked(key_path, passphrase_file)
    own = OwnKey(file.key.index, key_path, passphrase_file)
    confirm_setups(opened, file, setups_hash)
    with naming_what_is_missing(opened, own):
        if summed is not None:
            decrypt_sum(opened, ids_of(summed), file, yes=yes)
            say_next(*after_opening_step(opened, own))
            return
        needed = say_offers(opened, "decrypt", own)
        for box in boxes:
            if box_id is None and not yes and box in needed and not _wanted_alone(box):
                continue
            try:
                decrypt_box(opened, box, file, expect_head, yes=yes)
            except Problem as problem:
                if box_id is not None or problem.code not in ("minimum-group", "box-in-sum"):
                    raise
                say(problem.text(current_language()))
    say_next(*after_opening_step(opened, own))


@click.command("shuffle")
@_work
@with_key
@_setups_hash
@click.option("--box", "box_id", help="只混洗这一个票箱 / shuffle this box only.")
@_sum
@_expect_head
@_yes
def shuffle_boxes(
    work: Path,
    key_path: Path,
    passphrase_file: Path | None,
    box_id: str | None,
    summed: str | None,
    expect_head: str | None,
    setups_hash: str | None,
    yes: bool,
) -> None:
    """混洗：核验票箱后打乱逐张公开的答案 / Verify a closed box and shuffle its single answers."""
    _refuse_both(box_id, summed)
    _refuse_head_alone(expect_head, box_id)
    opened = WorkFolder.open(work)
    boxes = [opened.box(box_id)] if box_id else list(opened.meeting.boxes())
    refuse_missing(opened, boxes)
    file = unlocked(key_path, passphrase_file)
    own = OwnKey(file.key.index, key_path, passphrase_file)
    confirm_setups(opened, file, setups_hash)
    with naming_what_is_missing(opened, own):
        if summed is not None:
            shuffle_boxes_of_sum(opened, ids_of(summed), file, yes=yes)
            say_next(*after_opening_step(opened, own))
            return
        say_offers(opened, "shuffle", own)
        for box in boxes:
            try:
                shuffle_box(opened, box, file, expect_head, yes=yes)
            except Problem as problem:
                if box_id is not None or problem.code not in _SKIPPED:
                    raise
                say(problem.text(current_language()))
    say_next(*after_opening_step(opened, own))


def _refuse_both(box_id: str | None, summed: str | None) -> None:
    if box_id is not None and summed is not None:
        raise click.UsageError("--box 与 --sum 只用一个 / give --box or --sum, not both")


def _refuse_head_alone(expect_head: str | None, box_id: str | None) -> None:
    if expect_head is not None and box_id is None:
        raise click.UsageError("--expect-head 需要 --box / --expect-head needs --box")


def _wanted_alone(box: Box) -> bool:
    """Ask before opening a box alone that others need for a sum."""
    return agreed(
        _(
            "Open box {box} alone now? Then no sum with it is possible any more, and the boxes "
            "above stay unopened."
        ).format(box=box_title(box))
    )

"""`piaoxiang teller shuffle` and `decrypt`: opening a closed box."""

from __future__ import annotations

from pathlib import Path

import click

from meeting.definition import Box
from meeting.language import current_language
from tally import opening, shuffling
from tally.bad_shares import without_bad_shares
from tally.key_file import KeyFile
from tally.key_options import with_key
from tally.known_setups import confirm_setups
from tally.passphrase import existing_passphrase
from tally.problem import Problem
from tally.said_aside import say_set_aside
from tally.spoken import short_hash
from tally.sum_commands import decrypt_sum, ids_of, say_offers, shuffle_boxes_of_sum
from tally.terminal import _, ballots_progress, box_title, report_to, say
from tally.work_folder import WorkFolder

_work = click.argument("work", type=click.Path(path_type=Path))
_SKIPPED = ("minimum-group", "box-in-sum", "shuffle-needless")
_sum = click.option(
    "--sum",
    "summed",
    help="合并开箱的票箱，如 r1-A,r1-B / boxes opened together as one, such as r1-A,r1-B.",
)
_setups_hash = click.option(
    "--setups-hash", help="票上印的票箱指纹，未做 check 时必填 / the boxes' hash on a slip."
)


@click.command()
@_work
@with_key
@_setups_hash
@click.option("--box", "box_id", help="只开这一个票箱 / open this box only.")
@_sum
@click.option(
    "--expect-head", help="大屏上的公告板指纹，供无人值守使用 / board fingerprint in the hall."
)
@click.option("--yes", is_flag=True, help="不再询问 / do not ask.")
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
    opened = WorkFolder.open(work)
    if expect_head is not None and box_id is None:
        raise click.UsageError("--expect-head 需要 --box / --expect-head needs --box")
    boxes = [opened.box(box_id)] if box_id else list(opened.meeting.boxes())
    file = KeyFile.open(key_path, existing_passphrase(passphrase_file))
    confirm_setups(opened, file, setups_hash)
    if summed is not None:
        decrypt_sum(opened, ids_of(summed), file, yes=yes)
        return
    needed = say_offers(opened, "decrypt", key_path)
    for box in boxes:
        if box_id is None and not yes and box in needed and not _wanted_alone(box):
            continue
        try:
            _decrypt_box(opened, box.id, file, expect_head, yes=yes)
        except Problem as problem:
            if box_id is not None or problem.code not in ("minimum-group", "box-in-sum"):
                raise
            say(problem.text(current_language()))


@click.command("shuffle")
@_work
@with_key
@_setups_hash
@click.option("--box", "box_id", help="只混洗这一个票箱 / shuffle this box only.")
@_sum
def shuffle_boxes(
    work: Path,
    key_path: Path,
    passphrase_file: Path | None,
    box_id: str | None,
    summed: str | None,
    setups_hash: str | None,
) -> None:
    """混洗：核验票箱后打乱逐张公开的答案 / Verify a closed box and shuffle its single answers."""
    _refuse_both(box_id, summed)
    opened = WorkFolder.open(work)
    boxes = [opened.box(box_id)] if box_id else list(opened.meeting.boxes())
    file = KeyFile.open(key_path, existing_passphrase(passphrase_file))
    confirm_setups(opened, file, setups_hash)
    if summed is not None:
        shuffle_boxes_of_sum(opened, ids_of(summed), file)
        return
    say_offers(opened, "shuffle", key_path)
    for box in boxes:
        try:
            _shuffle_box(opened, box.id, file)
        except Problem as problem:
            if box_id is not None or problem.code not in _SKIPPED:
                raise
            say(problem.text(current_language()))


def _refuse_both(box_id: str | None, summed: str | None) -> None:
    if box_id is not None and summed is not None:
        raise click.UsageError("--box 与 --sum 只用一个 / give --box or --sum, not both")


def _wanted_alone(box: Box) -> bool:
    """Ask before opening a box alone that others need for a sum."""
    return click.confirm(
        _(
            "Open box {box} alone now? Then no sum with it is possible any more, and the boxes "
            "above stay unopened."
        ).format(box=box_title(box)),
        default=False,
    )


def _shuffle_box(work: WorkFolder, box_id: str, file: KeyFile) -> None:
    box = work.box(box_id)
    with ballots_progress() as progress:
        ready = shuffling.prepare_shuffle(work, box, file, report_to(progress, box_title(box)))
    if ready.done:
        say(_("Box {box}: you have shuffled it already.").format(box=box_title(box)))
        return
    say(_("Board fingerprint: {head}").format(head=short_hash(ready.head)))
    shuffling.shuffle(work, ready, file)
    say(
        _("Box {box}: shuffled by {count} tellers, {demanded} are needed.").format(
            box=box_title(box),
            count=len(ready.opening.shufflers) + 1,
            demanded=ready.demanded,
        )
    )


def _decrypt_box(
    work: WorkFolder, box_id: str, file: KeyFile, expect_head: str | None, *, yes: bool
) -> None:
    box = work.box(box_id)
    with ballots_progress() as progress:
        report = report_to(progress, box_title(box))
        ready = without_bad_shares(
            work,
            box,
            lambda: opening.prepare(work, box, file, report),
            lambda found: say_set_aside(work, found, box_title(box)),
        )
    if ready.done:
        say(_("Box {box}: your share is in the record already.").format(box=box_title(box)))
        return
    say(
        _("Box {box}: {count} ballots, every one verified.").format(
            box=box_title(box), count=ready.ballots
        )
    )
    say(_("Board fingerprint: {head}").format(head=short_hash(ready.head)))
    if expect_head is not None:
        opening.check_expected_head(ready, expect_head)
    elif not yes and not click.confirm(
        _(
            "Is this exactly the board fingerprint that the hall display shows? Opening cannot be "
            "undone."
        ),
        default=False,
    ):
        raise click.Abort
    opening.release(work, ready, file)
    say(_("Box {box}: your share is in the record.").format(box=box_title(box)))

"""Opening and shuffling one box on a terminal: shown, and agreed to, before anything final."""

from __future__ import annotations

from collections.abc import Iterable

from meeting.definition.meeting import Box
from meeting.language import current_language, listed
from tally.commands.said_figures import say_too_many
from tally.commands.set_aside_shares import past_bad_shares
from tally.commands.terminal import (
    _,
    agreed,
    ballots_progress,
    box_title,
    must_agree,
    report_to,
    say,
)
from tally.keys.key_file import KeyFile
from tally.opening import share, shuffle
from tally.opening.share import ReadyBox
from tally.opening.work_folder import WorkFolder
from tally.words.figures_and_names import short_hash


def refuse_missing(work: WorkFolder, boxes: Iterable[Box]) -> None:
    """Raise Problem("record-missing") for a box that was not downloaded, before a key is asked."""
    for box in boxes:
        if not work.record_path(box).exists():
            raise work.record_missing(box)


def shuffle_box(
    work: WorkFolder, box: Box, file: KeyFile, expect_head: str | None, *, yes: bool
) -> bool:
    """Verify a box, show it, and shuffle it once the teller agrees; once per teller.

    Gives that it is done.
    """
    with ballots_progress() as progress:
        ready = shuffle.prepare_shuffle(work, box, file, report_to(progress, box_title(box)))
    if ready.done:
        say(_("Box {box}: you have shuffled it already.").format(box=box_title(box)))
        return True
    show_box(box, len(ready.record.ballots), ready.head)
    if expect_head is not None:
        share.check_expected_head(box, ready.head, expect_head)
    must_agree(
        _(
            "Is this exactly the board fingerprint that the hall display shows? A shuffle cannot "
            "be taken back."
        ),
        yes=yes or expect_head is not None,
        box=box,
    )
    shuffle.shuffle(work, ready, file)
    say(
        _("Box {box}: tellers who have shuffled it: {count}; needed: {demanded}.").format(
            box=box_title(box),
            count=len(ready.opening.shufflers) + 1,
            demanded=ready.demanded,
        )
    )
    return True


def decrypt_box(
    work: WorkFolder,
    box: Box,
    file: KeyFile,
    expect_head: str | None,
    *,
    yes: bool,
    needed: bool = False,
) -> bool:
    """Verify a box, show it, and release this teller's share once they agree; once per teller.

    `needed` is whether small boxes need it for a sum: then it is asked for first. Gives whether the
    share is in the record.
    """
    with ballots_progress() as progress:
        report = report_to(progress, box_title(box))
        ready = past_bad_shares(work, box, lambda: share.prepare(work, box, file, report))
    if ready.done:
        say(_("Box {box}: your share is in the record already.").format(box=box_title(box)))
        return True
    if needed and not yes and not _wanted_alone(box):
        return False
    show_box(box, ready.ballots, ready.head)
    if expect_head is not None:
        share.check_expected_head(box, ready.head, expect_head)
    told = yes or expect_head is not None
    if ready.pending:
        end_of_shuffles(work, _shufflers(ready), yes=told, box=box)
    must_agree(
        _(
            "Is this exactly the board fingerprint that the hall display shows? Opening cannot be "
            "undone."
        ),
        yes=told,
        box=box,
    )
    share.release(work, ready, file)
    say(_("Box {box}: your share is in the record.").format(box=box_title(box)))
    return True


def _wanted_alone(box: Box) -> bool:
    """Ask before opening a box alone that others need for a sum."""
    return agreed(
        _(
            "Open box {box} alone now? Then no sum with it is possible any more, and the boxes "
            "above stay unopened."
        ).format(box=box_title(box)),
        box=box,
    )


def show_box(box: Box, ballots: int, head: str) -> None:
    """What a teller compares with the hall before doing anything final."""
    say(
        _("Box {box}: every ballot verified; ballots: {count}.").format(
            box=box_title(box), count=ballots
        )
    )
    say_too_many(box, ballots)
    say(_("Board fingerprint: {head}").format(head=short_hash(head)))


def end_of_shuffles(
    work: WorkFolder, shufflers: Iterable[int], *, yes: bool, box: Box | None = None
) -> None:
    """Say who has shuffled, and that the first share ends it; ask whether that is meant."""
    tellers = work.meeting.tellers
    names = [f"{number} {tellers[number - 1]}" for number in shufflers]
    say(
        _(
            "{count} tellers have shuffled: {names}. Your share ends the shuffling: after it "
            "nobody can shuffle any more."
        ).format(count=len(names), names=listed(names, current_language()))
    )
    must_agree(_("Has everybody shuffled who wants to?"), yes=yes, box=box)


def _shufflers(ready: ReadyBox) -> list[int]:
    return sorted({each.owner for each in ready.record.shuffles})

"""Opening and shuffling several boxes as one, on a terminal; and offering it where it is needed."""

from __future__ import annotations

from collections.abc import Iterable

from meeting.command_line.typed_command import set_in, typed, typed_for
from meeting.definition.meeting import Box
from meeting.language import current_language, listed
from tally.commands.box import end_of_shuffles, show_box
from tally.commands.set_aside_shares import past_bad_shares_of_sum
from tally.commands.terminal import _, ballots_progress, box_title, must_agree, report_to, say
from tally.keys.key_file import KeyFile
from tally.opening.work_folder import WorkFolder
from tally.sums.offers import FreeBox, ballots, left_for_ever, offers
from tally.sums.share import demanded, refuse_shuffle, refuse_unopenable, release_sum, shuffle_sum
from tally.sums.sum import ReadySum, all_large, boxes_of_sum, prepare_sum
from tally.verify.record.ballots import Progress
from tally.words.figures_and_names import short_hash
from tally.words.own_commands import OwnKey, own_command


def ids_of(text: str) -> list[str]:
    """The box ids of `--sum r1-A,r1-B`."""
    return [each.strip() for each in text.split(",") if each.strip()]


def decrypt_sum(work: WorkFolder, ids: list[str], file: KeyFile, *, yes: bool) -> None:
    """Verify the boxes, compare each with the hall, and release this teller's share of the sum."""
    boxes = boxes_of_sum(work, ids)
    ready = past_bad_shares_of_sum(work, boxes, lambda: _prepared(work, ids, file))
    if ready.done:
        say(_("Sum {name}: your share is in it already.").format(name=ready.name))
        return
    refuse_unopenable(work, ready)
    for box in boxes:
        _show_and_compare(ready, box, yes=yes)
    if all_large(work, ready):
        say(
            _(
                "Every one of these boxes has enough ballots to be opened alone. Opened as one, "
                "they give one result only, and what each voter group chose is never known."
            )
        )
    _show_sum(ready)
    if ready.election.single_questions and not ready.acts.shares:
        end_of_shuffles(work, sorted(ready.opening.shufflers), yes=yes)
    _say_left_for_ever(work, ready, "decrypt", file)
    must_agree(
        _(
            "Every teller who opens this sum must see this fingerprint. Open these boxes as one? "
            "None of them can be opened in any other way after that."
        ),
        yes=yes,
    )
    release_sum(work, ready, file)
    say(_("Sum {name}: your share is in it.").format(name=ready.name))


def shuffle_boxes_of_sum(work: WorkFolder, ids: list[str], file: KeyFile, *, yes: bool) -> None:
    """Verify the boxes and shuffle the single answers of all of them together."""
    ready = _prepared(work, ids, file)
    refuse_shuffle(ready)
    if ready.shuffled:
        say(_("Sum {name}: you have shuffled it already.").format(name=ready.name))
        return
    for box in ready.boxes:
        _show_and_compare(ready, box, yes=yes)
    _show_sum(ready)
    _say_left_for_ever(work, ready, "shuffle", file)
    must_agree(
        _(
            "Every teller who shuffles this sum must see this fingerprint. Shuffle these boxes as "
            "one? A shuffle cannot be taken back."
        ),
        yes=yes,
    )
    shuffle_sum(work, ready, file)
    say(
        _("Sum {name}: tellers who have shuffled it: {count}; needed: {demanded}.").format(
            name=ready.name,
            count=len(ready.opening.shufflers) + 1,
            demanded=demanded(work, ready),
        )
    )


def _show_sum(ready: ReadySum) -> None:
    say(
        _("Sum {name}: {count} ballots together. Fingerprint of the sum: {hash}").format(
            name=ready.name,
            count=ready.definition.ballots,
            hash=short_hash(ready.definition.hash),
        )
    )


def _say_left_for_ever(work: WorkFolder, ready: ReadySum, command: str, file: KeyFile) -> None:
    """Warn of small boxes that this sum leaves without any other, and name the sum with them."""
    left = left_for_ever(work, ready.definition.ids)
    if not left:
        return
    say(
        _("Opened as one without it, this box can never be opened any more: {boxes}.").format(
            boxes=_titles(left)
        )
    )
    if not ready.acts.shuffles and not ready.acts.shares:
        ids = {*ready.definition.ids, *(one.box.id for one in left)}
        with_them = ",".join(box.id for box in work.meeting.boxes() if box.id in ids)
        words = ("teller", command, work.folder.path, "--sum", with_them, "--key", file.path)
        say(_("The sum that holds it as well:\n{command}").format(command=set_in(typed(*words))))


def _titles(boxes: Iterable[FreeBox]) -> str:
    """Boxes in a row, each with its ballots."""
    told = _("{box} (ballots: {count})")
    titles = [told.format(box=box_title(one.box), count=one.ballots) for one in boxes]
    return listed(titles, current_language())


def say_offers(work: WorkFolder, command: str, own: OwnKey) -> tuple[Box, ...]:
    """Say which boxes are too small to be opened alone, and with which others they could be.

    Gives the boxes that are large enough alone, but without which there is no such sum. A sum that
    nobody has shuffled is offered to be shuffled, whatever the command is.
    """
    needed: list[Box] = []
    for each in offers(work):
        say(
            _("Fewer ballots than the meeting's minimum of {minimum}: {boxes}.").format(
                minimum=work.meeting.minimum_group, boxes=_titles(each.small)
            )
        )
        if each.sums:
            say(_("They can be opened together with others, as one sum:"))
        step = "shuffle" if each.shuffled_first(work.meeting) else command
        for boxes in each.sums:
            say(_command(work, step, own, boxes))
        if each.sums:
            needed += [one.box for one in each.sums[0] if one not in each.small]
    return tuple(needed)


def _command(work: WorkFolder, command: str, own: OwnKey, boxes: tuple[FreeBox, ...]) -> str:
    ids = ",".join(one.box.id for one in boxes)
    count = _("{count} ballots").format(count=ballots(boxes))
    return typed_for(own_command(own, command, work.folder.path, "--sum", ids), count)


def _prepared(work: WorkFolder, ids: list[str], file: KeyFile) -> ReadySum:
    with ballots_progress() as progress:

        def progress_of(box: Box) -> Progress:
            return report_to(progress, box_title(box))

        return prepare_sum(work, ids, file, progress_of)


def _show_and_compare(ready: ReadySum, box: Box, *, yes: bool) -> None:
    part = next(each for each in ready.definition.boxes if each.id == box.id)
    show_box(box, part.ballots, part.head)
    must_agree(_("Is this exactly the board fingerprint that the hall display shows?"), yes=yes)

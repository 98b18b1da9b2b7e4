"""What a teller does with what the plan opens once, on a terminal: a box alone, or several as one.

Before it comes the plan, which the teller has agreed to; so nothing is asked here.
"""

from __future__ import annotations

from collections.abc import Iterable

from meeting.definition.meeting import Box
from meeting.language import current_language, listed
from tally.commands.tellers.set_aside_acts import past_bad_acts, past_bad_acts_of_sum
from tally.commands.terminal import _, ballots_progress, box_title, report_to, say
from tally.folder.sum import sum_name
from tally.keys.key_file import KeyFile
from tally.opening import share, shuffle
from tally.opening.work_folder import WorkFolder
from tally.sums.share import demanded, refuse_shuffle, refuse_unopenable, release_sum, shuffle_sum
from tally.sums.sum import ReadySum, prepare_sum
from tally.verify.record.ballots import Progress
from tally.words.figures_and_names import short_hash

Boxes = tuple[Box, ...]
"""What is opened once: one box alone, or several as one."""


def refuse_missing(work: WorkFolder, boxes: Iterable[Box]) -> None:
    """Raise Problem("record-missing") for a box that was not downloaded, before a key is asked."""
    for box in boxes:
        if not work.record_path(box).exists():
            raise work.record_missing(box)


def title_of(boxes: Boxes) -> str:
    """What is opened once in a line of the terminal."""
    return box_title(boxes[0]) if len(boxes) == 1 else sum_name(boxes)


def shuffle_boxes(work: WorkFolder, boxes: Boxes, file: KeyFile) -> None:
    """Verify and shuffle; once per teller."""
    title = title_of(boxes)
    if len(boxes) == 1:
        with ballots_progress() as progress:
            report = report_to(progress, title)
            box = boxes[0]
            ready = past_bad_acts(
                work, box, lambda: shuffle.prepare_shuffle(work, box, file, report)
            )
        done, count, needed = ready.done, len(ready.opening.shufflers), ready.demanded
        shuffle.shuffle(work, ready, file)
    else:
        summed = past_bad_acts_of_sum(work, boxes, lambda: _prepared(work, boxes, file))
        refuse_shuffle(summed)
        done, count = summed.shuffled, len(summed.opening.shufflers)
        needed = demanded(work, summed)
        shuffle_sum(work, summed, file)
    if done:
        say(_("Box {box}: you have shuffled it already.").format(box=title))
        return
    say(
        _("Box {box}: tellers who have shuffled it: {count}; needed: {demanded}.").format(
            box=title, count=count + 1, demanded=needed
        )
    )


def decrypt_boxes(work: WorkFolder, boxes: Boxes, file: KeyFile) -> None:
    """Verify and release this teller's share; once per teller."""
    title = title_of(boxes)
    if len(boxes) == 1:
        box = boxes[0]
        with ballots_progress() as progress:
            report = report_to(progress, title)
            ready = past_bad_acts(work, box, lambda: share.prepare(work, box, file, report))
        done = ready.done
        if ready.pending:
            _say_end_of_shuffles(work, (each.owner for each in ready.record.shuffles))
        share.release(work, ready, file)
    else:
        summed = past_bad_acts_of_sum(work, boxes, lambda: _prepared(work, boxes, file))
        done = summed.done
        if not done:
            refuse_unopenable(work, summed, file)
            _say_sum(summed)
            if summed.election.single_questions and not summed.acts.shares:
                _say_end_of_shuffles(work, summed.opening.shufflers)
        release_sum(work, summed, file)
    if done:
        say(_("Box {box}: your share is in the record already.").format(box=title))
        return
    say(_("Box {box}: your share is in the record.").format(box=title))


def _prepared(work: WorkFolder, boxes: Boxes, file: KeyFile) -> ReadySum:
    with ballots_progress() as progress:

        def progress_of(box: Box) -> Progress:
            return report_to(progress, box_title(box))

        return prepare_sum(work, [box.id for box in boxes], file, progress_of)


def _say_sum(ready: ReadySum) -> None:
    say(
        _("Sum {name}: {count} ballots together. Fingerprint of the sum: {hash}").format(
            name=ready.name,
            count=ready.definition.ballots,
            hash=short_hash(ready.definition.hash),
        )
    )


def _say_end_of_shuffles(work: WorkFolder, shufflers: Iterable[int]) -> None:
    """Say who has shuffled, and that the first share ends it."""
    tellers = work.meeting.tellers
    names = [f"{number} {tellers[number - 1]}" for number in sorted(set(shufflers))]
    say(
        _(
            "{count} tellers have shuffled: {names}. Your share ends the shuffling: after it "
            "nobody can shuffle any more."
        ).format(count=len(names), names=listed(names, current_language()))
    )

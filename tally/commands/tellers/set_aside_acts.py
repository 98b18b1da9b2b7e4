"""Going on without bad shuffles and shares on a terminal: whose were set aside is said by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from meeting.command_line.confirmation import confirmed
from meeting.definition.meeting import Box
from meeting.language import current_language, listed
from tally.commands.terminal import _, box_title, say
from tally.folder.sum import sum_name
from tally.opening.bad_acts import NOBODY, TOO_FEW, BadAct, set_aside, without_bad_acts
from tally.opening.torn_records import TornRecord, set_aside_torn, torn_records
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.sums.bad_acts import set_aside_of_sum

_Done = TypeVar("_Done")
_UNSIGNED = frozenset({"act-signature", "shuffle-unsigned"})


def past_bad_acts(work: WorkFolder, box: Box, action: Callable[[], _Done]) -> _Done:
    """Do something with a box; where bad acts alone prevent it, do it again without them."""
    return without_bad_acts(
        "box-not-valid",
        lambda: set_aside(work, box),
        action,
        lambda found: say_set_aside(work, found, box_title(box)),
    )


def past_bad_acts_of_sum(
    work: WorkFolder, boxes: tuple[Box, ...], action: Callable[[], _Done]
) -> _Done:
    """The same with a sum of boxes."""
    return without_bad_acts(
        "sum-not-valid",
        lambda: set_aside_of_sum(work, boxes),
        action,
        lambda found: say_set_aside(work, found, sum_name(boxes)),
    )


def past_torn_records(work: WorkFolder) -> None:
    """Say which records are damaged behind their closing, and cut them back if that is wanted.

    Raises Problem, and changes nothing, where it is not.
    """
    found = torn_records(work)
    if not found:
        return
    for torn in found:
        _say_torn(work, torn)
    question = _(
        "Cut back to what is whole, and keep the rest as evidence in the folder set-aside?"
    )
    if not confirmed(question):
        raise Problem(
            "record-torn",
            "Nothing was changed. Go on with the folder as it was before the damage, or run this "
            "command again and answer yes.",
        )
    for torn in found:
        set_aside_torn(work, torn)


def _say_torn(work: WorkFolder, torn: TornRecord) -> None:
    names = [_name(work, each) for each in torn.signers]
    if names:
        told = _(
            "Box {box}: what {tellers} added last was damaged on the way ({codes}). Once it is set "
            "aside it has to be made again. Whoever has the folder as it was before the damage had "
            "better go on with that."
        )
    else:
        told = _(
            "Box {box}: the end of the record is damaged ({codes}). Nothing tells whose it was; "
            "who has carried the folder since it was whole is for the tellers to say."
        )
    language = current_language()
    say(
        told.format(
            box=box_title(torn.box),
            tellers=listed(names, language),
            codes=listed(torn.codes, language),
        )
    )


def say_set_aside(work: WorkFolder, acts: tuple[BadAct, ...], box: str) -> None:
    """Say of each shuffle and share whose it is and what is wrong with it."""
    for act in acts:
        told = _told(act).format(
            box=box,
            teller=_name(work, act.owner),
            codes=listed(act.codes, current_language()),
        )
        say(told)


def _told(act: BadAct) -> str:
    if act.owner == NOBODY:
        return _told_of_nobody(act)
    if _UNSIGNED & {*act.codes}:
        if act.shuffle:
            return _(
                "Box {box}: a shuffle in the name of teller {teller} was set aside ({codes}): no "
                "good signature of theirs is under it, so anybody may have put it there. Keep the "
                "folder set-aside as evidence."
            )
        return _(
            "Box {box}: a share in the name of teller {teller} was set aside ({codes}): no "
            "good signature of theirs is under it, so anybody may have put it there. Keep the "
            "folder set-aside as evidence."
        )
    return _told_of_shuffle(act) if act.shuffle else _told_of_share(act)


def _told_of_nobody(act: BadAct) -> str:
    if TOO_FEW in act.codes:
        return _(
            "Box {box}: the shuffling had been ended before enough different tellers had "
            "shuffled ({codes}). That was set aside: the shuffling goes on."
        )
    return _(
        "Box {box}: something that tellers hand on here cannot be read ({codes}) and was set "
        "aside; what it held has to be made again. Keep the folder set-aside as evidence. "
        "Whoever has the folder as it was before the damage had better go on with that."
    )


def _told_of_shuffle(act: BadAct) -> str:
    if act.codes:
        return _(
            "Box {box}: the shuffle of teller {teller} does not hold ({codes}) and was set "
            "aside. Keep the folder set-aside as evidence."
        )
    return _(
        "Box {box}: the shuffle of teller {teller} stood after one that does not hold; "
        "this teller has to shuffle again."
    )


def _told_of_share(act: BadAct) -> str:
    if act.codes:
        return _(
            "Box {box}: the share of teller {teller} does not hold ({codes}) and was set "
            "aside. Keep the folder set-aside as evidence."
        )
    return _(
        "Box {box}: the share of teller {teller} stood after one that does not hold; "
        "this teller has to give it again."
    )


def _name(work: WorkFolder, owner: int) -> str:
    """The number and name of a teller; the number alone where there is none of that number."""
    tellers = work.meeting.tellers
    known = 1 <= owner <= len(tellers)
    return f"{owner} {tellers[owner - 1] if known else ''}".strip()

"""Going on without bad shares on a terminal: the tellers whose shares were set aside are named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from meeting.definition.meeting import Box
from meeting.language import current_language, listed
from tally.commands.terminal import _, box_title, say
from tally.folder.sum import sum_name
from tally.opening.bad_shares import BadShare, set_aside, without_bad_shares
from tally.opening.work_folder import WorkFolder
from tally.sums.bad_shares import set_aside_of_sum

_Done = TypeVar("_Done")


def past_bad_shares(work: WorkFolder, box: Box, action: Callable[[], _Done]) -> _Done:
    """Do something with a box; where bad shares alone prevent it, do it again without them."""
    return without_bad_shares(
        "box-not-valid",
        lambda: set_aside(work, box),
        action,
        lambda found: say_set_aside(work, found, box_title(box)),
    )


def past_bad_shares_of_sum(
    work: WorkFolder, boxes: tuple[Box, ...], action: Callable[[], _Done]
) -> _Done:
    """The same with a sum of boxes."""
    return without_bad_shares(
        "sum-not-valid",
        lambda: set_aside_of_sum(work, boxes),
        action,
        lambda found: say_set_aside(work, found, sum_name(boxes)),
    )


def say_set_aside(work: WorkFolder, shares: tuple[BadShare, ...], box: str) -> None:
    """Say of each share whose it is and what is wrong with it."""
    tellers = work.meeting.tellers
    for share in shares:
        known = 1 <= share.owner <= len(tellers)
        name = f"{share.owner} {tellers[share.owner - 1] if known else ''}".strip()
        if "act-signature" in share.codes:
            told = _(
                "Box {box}: a share in the name of teller {teller} was set aside ({codes}): no "
                "good signature of theirs is under it, so anybody may have put it there. Keep the "
                "folder set-aside as evidence."
            )
        elif share.codes:
            told = _(
                "Box {box}: the share of teller {teller} does not hold ({codes}) and was set "
                "aside. Keep the folder set-aside as evidence."
            )
        else:
            told = _(
                "Box {box}: the share of teller {teller} stood after one that does not hold; "
                "this teller has to give it again."
            )
        say(told.format(box=box, teller=name, codes=listed(share.codes, current_language())))

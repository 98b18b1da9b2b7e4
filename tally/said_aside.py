"""Naming the tellers whose shares were set aside."""

from __future__ import annotations

from tally.bad_shares import BadShare
from tally.terminal import _, say
from tally.work_folder import WorkFolder


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
        say(told.format(box=box, teller=name, codes=", ".join(share.codes)))

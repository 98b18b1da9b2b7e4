"""Figures of the hall that were counted with before, and others that take their place.

Nothing is replaced silently: the earlier figures stay in figures.json, in the outcome and in the
report, with the reason of whoever corrected them. Figures that were not there when it was first
counted are such a correction too: whoever enters them knows the counts already.
"""

from __future__ import annotations

from collections.abc import Mapping

from crypto.errors import ParseError
from meeting.language import N_, current_language, gettext_for
from meeting.organiser.figures import BoxFigures
from tally.folder.figures import (
    LONGEST_REASON,
    MOST_CORRECTIONS,
    EarlierFigures,
    HallFigures,
    check_reason,
)
from tally.problem import ROOM, Problem


def corrected(
    before: HallFigures, now: Mapping[str, BoxFigures], reason: str | None, *, counted: bool
) -> HallFigures:
    """The figures as they are now, with those before kept if they were others.

    `counted` says whether there is an outcome that was counted with those before, or without any;
    where there is none, there is nothing to correct. Raises Problem
    "figures-reason-missing", "figures-reason-needless", "figures-reason", "figures-corrections".
    """
    if before.boxes == now or not (before.boxes or counted):
        if reason is not None:
            raise Problem(
                "figures-reason-needless",
                "Nothing is corrected: no other figures were counted with before. Leave --reason "
                "out.",
                where="--reason",
            )
        return HallFigures(now, before.earlier)
    if reason is None and not before.boxes:
        raise Problem(
            "figures-reason-missing",
            "It was counted before, without figures of the hall. If these are the right ones, give "
            "the reason why they are entered only now with --reason; the report shows that they "
            "were not entered, and the reason.",
            where="--figures",
        )
    if reason is None:
        raise Problem(
            "figures-reason-missing",
            "Other figures were counted with before: {before}. If these are the right ones, give "
            "the reason for the correction with --reason; the report shows both, and the reason.",
            where="--figures",
            before=_told(before.boxes),
        )
    said = " ".join(reason.split())
    try:
        check_reason(said)
    except ParseError as error:
        raise Problem(
            "figures-reason",
            "A reason has 1 to {most} characters, and none that cannot be seen.",
            where="--reason",
            most=LONGEST_REASON,
        ) from error
    if len(before.earlier) == MOST_CORRECTIONS:
        raise Problem(
            "figures-corrections",
            "The figures were corrected {most} times; more than that cannot be written down.",
            where="--figures",
            most=MOST_CORRECTIONS,
        )
    return HallFigures(now, (*before.earlier, EarlierFigures(said, before.boxes)))


def _told(boxes: Mapping[str, BoxFigures]) -> str:
    """The figures of every box, in the reader's words."""
    translated = gettext_for(ROOM, current_language())
    one = translated(N_("{box}: present {present}, issued {issued}"))
    told = (
        one.format(box=box, present=each.present, issued=each.issued) for box, each in boxes.items()
    )
    return translated(N_("; ")).join(told)

"""拆封 = 实发 + 剩余: where every printed slip of a box went, by the hall and by the lists."""

from __future__ import annotations

from dataclasses import dataclass

from meeting.definition.meeting import Box
from tally.outcome.denominators import Figures
from tally.outcome.outcome import Outcome, RoundOutcome
from tally.report.beside import Beside


@dataclass(frozen=True, slots=True)
class SlipsAccount:
    """The slips of a box. `audited` were cancelled before voting; what is left was taken out.

    `issued` is the hall's figure, None as long as nobody entered it. `left_over` were scanned
    before the closing; without such a list (`scanned` is False) they are what was not issued.
    """

    printed: int
    audited: int
    issued: int | None
    left_over: int | None
    scanned: bool

    @property
    def taken_out(self) -> int:
        """拆封: what the piles held when voting began."""
        return self.printed - self.audited

    @property
    def missing(self) -> int | None:
        """How many were neither issued nor left over; negative where there are too many."""
        if self.issued is None or self.left_over is None:
            return None
        return self.taken_out - self.issued - self.left_over


def slips_accounts(outcome: Outcome, beside: Beside, each: RoundOutcome) -> list[SlipsAccount]:
    """The accounts of a round's boxes, in their order."""
    return [_account(outcome, beside, box, figures) for box, figures in each.figures.by_box]


def together(accounts: list[SlipsAccount]) -> SlipsAccount:
    """All of them as one."""
    return SlipsAccount(
        sum(each.printed for each in accounts),
        sum(each.audited for each in accounts),
        _sum([each.issued for each in accounts]),
        _sum([each.left_over for each in accounts]),
        all(each.scanned for each in accounts),
    )


def _account(outcome: Outcome, beside: Beside, box: Box, figures: Figures) -> SlipsAccount:
    cancelled = beside.cancelled.get(box.id)
    audited = cancelled.audited if cancelled else 0
    rest = None if figures.issued is None else box.slips - audited - figures.issued
    scanned = cancelled is not None and outcome.meeting.rules_of_2
    left_over = cancelled.left_over if cancelled is not None and scanned else rest
    return SlipsAccount(box.slips, audited, figures.issued, left_over, scanned)


def _sum(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None

"""How the limits across a paper's questions stand, for the screens where they matter."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.answers.form_fields import field_names
from kiosk.answers.limits import Broken, counted, open_lines
from kiosk.answers.paper_screens import Page
from kiosk.visit.to_change import broken_limits, stopping
from kiosk.visit.voter import Voter
from meeting.definition.paper import Paper, PaperItem
from meeting.definition.paper_limits import Scored, Ticks


@dataclass(frozen=True, slots=True)
class Count:
    """A limit of ticks or scores that a screen is about: how many there are, here and elsewhere.

    `fields` are the fields of this screen that it counts, all but the answers left out when
    `answers` names those that count.
    """

    limit: Ticks | Scored
    fields: tuple[str, ...]
    answers: tuple[str, ...]
    found: int = field(repr=False)
    elsewhere: int = field(repr=False)

    @property
    def over(self) -> int:
        """How many too many there are."""
        return max(0, self.found - self.limit.most) if self.limit.most else 0


def counts(voter: Voter, page: Page) -> list[Count]:
    """The limits of ticks and scores of the paper that are about something on `page`."""
    return [
        _count(voter, page, limit)
        for limit in page.paper.limits
        if isinstance(limit, Ticks | Scored) and _here(page, limit)
    ]


def _here(page: Page, limit: Ticks | Scored) -> list[PaperItem]:
    asked = {item.id for item in page.paper.named(limit.items)}
    return [item for item in page.items if item.id in asked]


def _count(voter: Voter, page: Page, limit: Ticks | Scored) -> Count:
    here = _here(page, limit)
    there = {item.id: answer for item in here if (answer := voter.answers.get(item.id))}
    found = counted(page.paper, limit, voter.answers)
    return Count(
        limit,
        fields=tuple(name for item in here for name in field_names(item)),
        answers=limit.options if isinstance(limit, Ticks) else (),
        found=found,
        elsewhere=found - counted(page.paper, limit, there),
    )


def labels(paper: Paper, limit: Ticks) -> list[object]:
    """The answers that a limit counts, each once; empty where it counts all."""
    options = [option for item in paper.named(limit.items) for option in item.options]
    found = {option.id: option for option in options if option.id in limit.options}
    return list(found.values())


def told(voter: Voter, page: Page) -> tuple[Broken, ...]:
    """The broken limits that keep the voter on `page`."""
    return stopping(voter, page)


def all_broken(voter: Voter, paper: Paper) -> tuple[Broken, ...]:
    """The broken limits of a paper."""
    return broken_limits(voter, paper)


def lines_shown(voter: Voter, page: Page) -> list[PaperItem]:
    """The lines of `page` on which something may be written."""
    return list(open_lines(page.paper, page.items, voter.answers))

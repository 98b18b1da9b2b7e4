"""The papers of one box as the screens a voter walks through.

One subject, one screen: all items about the same person (or about the team) stand together.
A recommendation, a ranking and the scores of one item are one screen each, with everybody who
stands for choice; lines for names that follow one another stand together.
"""

from __future__ import annotations

from dataclasses import dataclass

from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import Paper, PaperItem
from meeting.definition.person import Person


@dataclass(frozen=True, slots=True)
class Page:
    """Screen `number` (from 1) of a box. `subject` None: the team, or everybody on a list."""

    number: int
    paper: Paper
    subject: Person | None
    items: tuple[PaperItem, ...]

    @property
    def is_evaluation(self) -> bool:
        """True on screens that grade a person or the team."""
        return self.paper.says_of_each

    @property
    def form(self) -> str:
        """How its items are answered, all alike: one of `meeting.definition.paper.FORMS`."""
        return self.items[0].form


@dataclass(frozen=True, slots=True)
class BoxScreens:
    """A box and its screens, in the order of its papers."""

    meeting: Meeting
    box: Box
    pages: tuple[Page, ...]

    @property
    def items(self) -> tuple[PaperItem, ...]:
        """All items, in the order of the ballot's questions."""
        return tuple(item for page in self.pages for item in page.items)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers in the order they are shown."""
        return self.box.papers(self.meeting)

    def of(self, paper: Paper) -> tuple[Page, ...]:
        """The screens of one paper."""
        return tuple(page for page in self.pages if page.paper.id == paper.id)

    def is_met_again(self, page: Page) -> bool:
        """True when another paper has a screen about the same person, or the team as well."""
        return page.is_evaluation and any(
            (each.subject, each.is_evaluation) == (page.subject, True) and each.paper != page.paper
            for each in self.pages
        )

    def page(self, number: int) -> Page | None:
        """Screen `number`, or None when there is no such screen."""
        return self.pages[number - 1] if 1 <= number <= len(self.pages) else None


def view_of(meeting: Meeting, box: Box) -> BoxScreens:
    """The screens of `box`; together they hold every item once, in ballot order."""
    screens = [
        (paper, items[0].subject, items) for paper in box.papers(meeting) for items in paper.screens
    ]
    return BoxScreens(
        meeting,
        box,
        tuple(Page(number, *screen) for number, screen in enumerate(screens, start=1)),
    )

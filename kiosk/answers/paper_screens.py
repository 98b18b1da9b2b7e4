"""The papers of one box as the screens a voter walks through.

People who are asked the same stand in one table (`tables`). Otherwise one subject is one screen:
all items about the same person (or about the team) stand together. A recommendation, a ranking and
the scores of one item are one screen each, with everybody who stands for choice; lines for names
that follow one another stand together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from kiosk.answers.tables import Type, screens_in
from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import CHOICE, Paper, PaperItem
from meeting.definition.person import Person


@dataclass(frozen=True, slots=True)
class Page:
    """Screen `number` (from 1) of a box.

    `subject` None: the team, several people in a table, or everybody on a list.
    """

    number: int
    paper: Paper
    subject: Person | None
    items: tuple[PaperItem, ...]

    @property
    def is_evaluation(self) -> bool:
        """True on screens that grade a person or the team, or decide on a person."""
        named = self.subject is not None or self.is_table
        return self.paper.says_of_each and (named or self.form == CHOICE)

    @property
    def rows(self) -> tuple[tuple[PaperItem, ...], ...]:
        """The items of each person (or of the team, or of a list), in their order."""
        return tuple(
            tuple(items) for _, items in groupby(self.items, key=lambda each: each.subject)
        )

    @property
    def is_table(self) -> bool:
        """True where several people are asked the same, each in a row."""
        return len(self.rows) > 1

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
        return self.box.items(self.meeting)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers in the order they are shown."""
        return self.box.papers(self.meeting)

    def of(self, paper: Paper) -> tuple[Page, ...]:
        """The screens of one paper."""
        return tuple(page for page in self.pages if page.paper.id == paper.id)

    def is_met_again(self, page: Page) -> bool:
        """True when another paper has a screen about the same person, or the team as well."""
        about = {item.subject for item in page.items}
        return page.is_evaluation and any(
            each.is_evaluation and each.paper != page.paper and item.subject in about
            for each in self.pages
            for item in each.items
        )

    def page(self, number: int) -> Page | None:
        """Screen `number`, or None when there is no such screen."""
        return self.pages[number - 1] if 1 <= number <= len(self.pages) else None

    def with_item(self, item: PaperItem) -> Page:
        """The screen on which `item` is asked; raises KeyError when it is on none."""
        for page in self.pages:
            if item in page.items:
                return page
        raise KeyError(item.id)


def view_of(meeting: Meeting, box: Box, letters: Type | None = None) -> BoxScreens:
    """The screens of `box`, which hold every item once; without `letters` there are no tables."""
    screens = [
        (paper, items) for paper in box.papers(meeting) for items in screens_in(paper, letters)
    ]
    return BoxScreens(
        meeting,
        box,
        tuple(
            Page(number, paper, _subject(items), items)
            for number, (paper, items) in enumerate(screens, start=1)
        ),
    )


def _subject(items: tuple[PaperItem, ...]) -> Person | None:
    """Whom all the items are about."""
    return items[0].subject if len({item.subject for item in items}) == 1 else None

"""What a step of the rules asks about: the items of a round's papers that bear one name.

`evaluation` is one item for each person, whose ids are `p1-evaluation`, `p2-evaluation` …; `slate`
is one item whose options are people; scores of many people are several items, `panel-1` and on; of
an item about each post, `secretary-slate` is one, and `slate` are all of them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.definition.paper import WRITE_IN, Option, Paper, PaperItem

TEAM = "team"
"""Whom an item is about that is about nobody in particular: the team, or a report."""


@dataclass(frozen=True, slots=True)
class AskedItems:
    """The items of one name on one paper, in its order; never empty."""

    paper: Paper
    items: tuple[PaperItem, ...]

    @property
    def form(self) -> str:
        """How they are answered; it is the same for all of them."""
        return self.items[0].form

    @property
    def people_are_options(self) -> bool:
        """Whether people are chosen among, or else something is said of each."""
        return self.paper.people_are_options

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers that can be given about somebody; none where people are the options."""
        return () if self.people_are_options else self.items[0].options

    @property
    def people(self) -> frozenset[str]:
        """The ids of those whom it is about, or who can be chosen."""
        if self.people_are_options:
            return frozenset(option.id for item in self.items for option in item.options)
        return frozenset(item.subject.id for item in self.items if item.subject)

    def subjects(self) -> Iterator[tuple[str, PaperItem, int]]:
        """Yield whom it is about, by id, with the item, and the place of a person's option.

        Where several posts are asked about, somebody comes once for each that they stand for.
        """
        for item in self.items:
            if self.people_are_options:
                yield from ((option.id, item, at) for at, option in enumerate(item.options))
            else:
                yield item.subject.id if item.subject else TEAM, item, -1


def asked_items(meeting: Meeting, round_id: str, name: str) -> AskedItems | None:
    """The items that bear `name` in the round; None if there are none."""
    for paper in _papers(meeting, round_id):
        found = tuple(item for item in _items(paper) if name in item.names)
        if found:
            return AskedItems(paper, found)
    return None


def names_of_items(meeting: Meeting, round_id: str) -> tuple[str, ...]:
    """The names that items of a round bear, each once, and the ids of those about a post.

    Lines for written names are none.
    """
    items = (item for paper in _papers(meeting, round_id) for item in _items(paper))
    return tuple(dict.fromkeys(name for item in items for name in _names(item)))


def asked_once(papers: Iterable[Paper]) -> tuple[str, ...]:
    """What the items of papers are called, each once; those about posts each by itself."""
    items = (item for paper in papers for item in _items(paper))
    return tuple(dict.fromkeys(item.id if item.post else item.name for item in items))


def _names(item: PaperItem) -> tuple[str, ...]:
    return item.names if item.post else (item.name,)


def _papers(meeting: Meeting, round_id: str) -> Iterator[Paper]:
    papers = {paper.id: paper for paper in meeting.papers}
    for each in meeting.rounds:
        if each.id == round_id:
            yield from (papers[paper] for paper in each.papers if paper in papers)


def _items(paper: Paper) -> Iterator[PaperItem]:
    return (item for item in paper.items if item.form != WRITE_IN)

"""列表加另推不超过 N 人: the limit of names on a whole paper, checked as far as a sum can.

Ticks are added up under encryption and lines are opened apart from them, so nobody sees how many
names stand on one ballot. The booth keeps the limit. What the count can see is that all names
together are no more than so many ballots can hold: if they are more, somebody voted with a program
of their own. One voter alone can do that, so it says nothing against the box or the other ballots,
and is named as what it is. The other way round it proves nothing: few names on some ballots hide
too many on another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meeting.definition.meeting import Meeting
from meeting.definition.paper import Paper
from tally.outcome.box_count import AnyCount, BoxCount, ItemCount
from tally.outcome.single_count import WriteInCount


@dataclass(frozen=True, slots=True)
class NamesSum:
    """All names on one paper in one box, ticked and written, and the most that may be there."""

    ticked: int
    written: int
    most: int

    @property
    def kept(self) -> bool:
        """Whether the names are no more than the ballots can hold."""
        return self.ticked + self.written <= self.most


def names_sum(paper: Paper, counts: Sequence[AnyCount], ballots: int) -> NamesSum:
    """The names that `counts`, which follow the paper's items, hold in so many ballots."""
    return NamesSum(
        sum(sum(count.votes) for count in counts if isinstance(count, ItemCount)),
        sum(count.written for count in counts if isinstance(count, WriteInCount)),
        paper.at_most * ballots,
    )


def names_sums(meeting: Meeting, count: BoxCount) -> Iterator[tuple[Paper, NamesSum]]:
    """Every paper of an opened box that limits its names, with their sum."""
    if count.items is None:
        return
    start = 0
    for paper in count.box.papers(meeting):
        end = start + len(paper.items)
        if paper.at_most:
            yield paper, names_sum(paper, count.items[start:end], count.ballots)
        start = end

"""Limits across the questions of a paper, checked as far as sums can tell.

Nobody sees two answers of one ballot together: ticks are added up under encryption, and lines are
opened apart. The booth keeps the limits. What the count can see are sums that no ballots could lead
to if each of them kept a limit. Such a sum shows that somebody voted with a program of their own;
one voter alone can do that, so it says nothing against the box, and is named as what it is. The
other way round a sum that holds proves nothing of single ballots.

Scores are otherwise: all scores of one question are opened together, as one list. So where a limit
is about one such question, every list is looked at, and the sum is the number of those that break
it: none may. Where its people stand in several questions, their lists are apart as well.

Of each limit the sum that comes nearest to breaking is kept: if it holds, all others do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch

from meeting.definition.limits_kept import (
    counted_items,
    differing_items,
    scored_items,
    scored_people,
)
from meeting.definition.meeting import Meeting
from meeting.definition.paper import CHOICE, SCORES, Paper, PaperItem
from meeting.definition.paper_limits import (
    Alone,
    AnyLimit,
    Between,
    Differ,
    Once,
    Replacing,
    Scored,
    Ticks,
)
from tally.outcome.box_count import AnyCount, BoxCount, ItemCount
from tally.outcome.single_count import ScoreCount, WriteInCount, valid_of


@dataclass(frozen=True, slots=True)
class LimitSum:
    """What was found in one box, and the most there can be; `about` is a person's or item's id.

    It is empty where the limit is about all of its items together.
    """

    found: int
    most: int
    about: str = ""

    @property
    def kept(self) -> bool:
        """Whether ballots that all keep the limit can lead to this sum."""
        return self.found <= self.most


@dataclass(frozen=True, slots=True)
class LimitOutcome:
    """One limit of a paper, and its sum in every group that was opened."""

    paper: Paper
    limit: AnyLimit
    by_group: Mapping[str, LimitSum]


@dataclass(frozen=True, slots=True)
class PaperCounts:
    """The counts of one paper in one box, by item id, and how many ballots there are."""

    paper: Paper
    by_item: Mapping[str, AnyCount]
    ballots: int

    def choices(self, item: PaperItem) -> ItemCount:
        """The count of an item whose answers were added up."""
        count = self.by_item[item.id]
        if not isinstance(count, ItemCount):
            raise TypeError(item.id)
        return count

    def scores(self, item: PaperItem) -> ScoreCount:
        """The count of an item in which people are scored."""
        count = self.by_item[item.id]
        if not isinstance(count, ScoreCount):
            raise TypeError(item.id)
        return count

    def votes(self, item: PaperItem, options: tuple[str, ...]) -> int:
        """The votes of these options of an item, or of all; of a line, what is written on it."""
        count = self.by_item[item.id]
        if isinstance(count, WriteInCount):
            return 0 if options else count.written
        votes = zip(item.options, self.choices(item).votes, strict=True)
        return sum(number for option, number in votes if not options or option.id in options)


def limit_outcomes(meeting: Meeting, counts: Mapping[str, BoxCount]) -> tuple[LimitOutcome, ...]:
    """The sums of every limit that sums can say something of, by the groups that were opened."""
    papers = {paper.id: paper for count in counts.values() for paper in count.box.papers(meeting)}
    found = []
    for paper in papers.values():
        by_group = {
            group: PaperCounts(paper, _by_item(meeting, count), count.ballots)
            for group, count in counts.items()
            if count.items is not None
        }
        for limit in paper.limits:
            sums = {group: limit_sum(limit, each) for group, each in by_group.items()}
            known = {group: each for group, each in sums.items() if each is not None}
            if known:
                found.append(LimitOutcome(paper, limit, known))
    return tuple(found)


def limit_sum(limit: AnyLimit, counts: PaperCounts) -> LimitSum | None:
    """The sum of a limit that is nearest to breaking it, the first of several; None for none."""
    return max(_sums(limit, counts), key=lambda each: each.found - each.most, default=None)


def has_sum(limit: AnyLimit) -> bool:
    """Whether sums can say anything of a limit: of a least number they cannot, for blank papers."""
    return not isinstance(limit, Ticks) or bool(limit.most)


def looks_at_each(limit: AnyLimit, paper: Paper) -> bool:
    """Whether a limit is about one list of scores, every one of which can be looked at."""
    if not isinstance(limit, Scored | Differ):
        return False
    items = paper.named(limit.items)
    return len(items) == 1 and items[0].form == SCORES


def _by_item(meeting: Meeting, count: BoxCount) -> dict[str, AnyCount]:
    items = count.box.items(meeting)
    return {item.id: each for item, each in zip(items, count.items or (), strict=True)}


@singledispatch
def _sums(limit: object, counts: PaperCounts) -> Iterator[LimitSum]:
    """Yield every sum that must hold if all ballots keep the limit."""
    raise TypeError(limit, counts)


@_sums.register
def _(limit: Ticks, counts: PaperCounts) -> Iterator[LimitSum]:
    if limit.most:
        items = counted_items(limit, counts.paper)
        found = sum(counts.votes(item, limit.options) for item in items)
        yield LimitSum(found, limit.most * counts.ballots)


@_sums.register
def _(limit: Once, counts: PaperCounts) -> Iterator[LimitSum]:
    """Whoever is chosen once by a ballot has no more votes in all than there are ballots."""
    items = [item for item in counts.paper.named(limit.items) if item.form == CHOICE]
    people = dict.fromkeys(option.id for item in items for option in item.options)
    for person in people:
        votes = sum(counts.votes(item, (person,)) for item in items)
        yield LimitSum(votes, counts.ballots, person)


@_sums.register
def _(limit: Replacing, counts: PaperCounts) -> Iterator[LimitSum]:
    written = sum(counts.votes(line, ()) for line in counts.paper.named(limit.lines))
    opposed = sum(counts.votes(each, (limit.option,)) for each in counts.paper.named(limit.items))
    yield LimitSum(written, opposed)


@_sums.register
def _(limit: Alone, counts: PaperCounts) -> Iterator[LimitSum]:
    """No ballot has both: so the two together are no more than the ballots that chose something."""
    for item in counts.paper.named(limit.items):
        count = counts.choices(item)
        alone = counts.votes(item, (limit.option,))
        others = [
            counts.votes(item, (option.id,)) for option in item.options if option.id != limit.option
        ]
        yield LimitSum(alone + max(others, default=0), count.valid - count.abstain, item.id)


@_sums.register
def _(limit: Between, counts: PaperCounts) -> Iterator[LimitSum]:
    """As good a grade needs a dimension as good, and as bad a one needs one as bad, on each ballot.

    So those who gave the overall grade k or a better one are no more than all such grades in the
    dimensions, and those who may have left every dimension open; and so from the other end.
    """
    for item in counts.paper.named(limit.items):
        parts = [
            counts.choices(part)
            for part in counts.paper.named(limit.of)
            if part.subject == item.subject
        ]
        open_ = min(part.valid - sum(part.votes) for part in parts)
        overall = counts.choices(item).votes
        for at in range(1, len(overall)):
            for end in (slice(0, at), slice(at, None)):
                most = sum(sum(part.votes[end]) for part in parts)
                yield LimitSum(sum(overall[end]), most + open_, item.id)


@_sums.register
def _(limit: Scored, counts: PaperCounts) -> Iterator[LimitSum]:
    """At least so many with such scores means: at most all the others with other scores."""
    items = scored_items(limit, counts.paper)
    bounds = [(True, limit.most)] if limit.most else []
    if limit.least:
        bounds.append((False, scored_people(limit, counts.paper) - limit.least))
    for counted, most in bounds:
        known = len(items) == 1
        for item in items:
            count = counts.scores(item)
            over = [_scored(limit, one, counted=counted) > most for one in count.lists]
            if len(over) == valid_of(count):
                yield LimitSum(sum(over), 0, item.id)
            else:
                known = False
        if not known:
            rows = [row for item in items for row in counts.scores(item).tenths]
            found = sum(_scored(limit, row, counted=counted) for row in rows)
            yield LimitSum(found, most * counts.ballots)


def _scored(limit: Scored, tenths: Sequence[int], *, counted: bool) -> int:
    """How many scores the limit counts, or does not count."""
    return sum(limit.counts(each) == counted for each in tenths)


@_sums.register
def _(limit: Differ, counts: PaperCounts) -> Iterator[LimitSum]:
    """If no ballot gives all questions the same, it gives it to all but one of them at most."""
    items = differing_items(limit, counts.paper)
    same = Counter[str | int]()
    for item in items:
        if item.form == CHOICE:
            votes = counts.choices(item).votes
            same.update({option.id: n for option, n in zip(item.options, votes, strict=True)})
            continue
        count = counts.scores(item)
        if len(count.lists) != valid_of(count):
            return
        same.update(one[0] for one in count.lists if len(set(one)) == 1)
    if looks_at_each(limit, counts.paper):
        yield LimitSum(same.total(), 0, items[0].id)
    else:
        found = max(same.values(), default=0)
        yield LimitSum(found, (len(items) - 1) * counts.ballots)

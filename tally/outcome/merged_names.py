"""同名合并: names that were written on the lines of one paper, put under persons by a ruling.

Every spelling keeps its votes in the result. A line is opened apart from the rest of its ballot, so
nobody sees whether two lines came from one ballot. What can be known: a ballot has one answer on a
line, and the kiosk lets nobody write the same name twice, or write it and tick it. So a ballot that
named a person twice did so with two different names, on two lines. The fewest ballots that can hold
given names on given lines are as many as the largest of: the votes of one name, the votes of one
line (each ballot is a matching of names and lines; König). The votes are counted as they were
written; `twice` says how many of them at most can come from ballots that had named the person
already. More votes than ballots are refused: then some ballot certainly counts twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from meeting.definition.meeting import Meeting
from meeting.definition.paper import CHOICE, WRITE_IN, Paper, PaperItem
from meeting.definition.person import Person
from meeting.names import name_key
from tally.folder.ruling import MergedName, Ruling, decided_on_names
from tally.outcome.box_count import AnyCount, ItemCount
from tally.outcome.single_count import Tally, WriteInCount, by_votes
from tally.outcome.steps.result import Waits
from tally.outcome.written_names import written_names

Counts = Mapping[str, Mapping[str, AnyCount]]
"""Counts by item id, then by group id."""


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One person: the spellings that were put together, and the votes of each voter group.

    `twice`: so many of the votes, ticks included, can come from ballots that are counted already;
    `twice_by_group` says it of each voter group.
    """

    person: str
    name: str
    is_new: bool
    spellings: Tally
    by_group: Mapping[str, int]
    twice_by_group: Mapping[str, int]

    @property
    def twice(self) -> int:
        """The same of all groups together."""
        return sum(self.twice_by_group.values())

    @property
    def votes(self) -> int:
        """The votes that were written for the person."""
        return sum(votes for _text, votes in self.spellings)


@dataclass(frozen=True, slots=True)
class MergedNames:
    """The names of one paper in one round; `waits` where a ruling is not there or does not fit.

    There are no rows where nobody wrote anything: then nothing has to be ruled.
    """

    round: str
    paper: str
    rows: tuple[MergedRow, ...] = ()
    waits: Waits | None = None
    ruling: Ruling | None = None

    @property
    def added(self) -> tuple[Person, ...]:
        """The new persons, in the order of the ruling."""
        return tuple(
            Person(each.person, each.name, "", "", "") for each in self.rows if each.is_new
        )


def with_new_persons(meeting: Meeting, merged: Iterable[MergedNames]) -> Meeting:
    """The meeting with the new persons of merged names among its people, to name them."""
    new = {person.id: person for each in merged for person in each.added}
    return replace(meeting, people=(*meeting.people, *new.values()))


def merged_names(
    meeting: Meeting, round_id: str, paper: Paper, counts: Counts, ruling: Ruling | None
) -> MergedNames:
    """Put the names of a paper under persons, as the ruling says."""
    written = written_tally(paper, counts)
    if not written:
        return MergedNames(round_id, paper.id)
    if ruling is None:
        return MergedNames(round_id, paper.id, waits=Waits("names-awaited", round_id))
    fits = ruling.decided_on == decided_on_names(round_id, paper.id, written)
    if not fits or unfit_names(meeting, paper, counts, ruling.names):
        return MergedNames(round_id, paper.id, waits=Waits("names-unfit", round_id))
    rows = tuple(_row(meeting, paper, counts, each) for each in ruling.names)
    return MergedNames(round_id, paper.id, rows, ruling=ruling)


def written_tally(paper: Paper, counts: Counts) -> Tally:
    """Every text that was written on the paper's lines, with its votes in all groups."""
    found = (
        name
        for item in paper.items
        for count in counts.get(item.id, {}).values()
        if isinstance(count, WriteInCount)
        for name in count.names
    )
    return by_votes(found)


def unfit_names(
    meeting: Meeting, paper: Paper, counts: Counts, names: tuple[MergedName, ...]
) -> list[str]:
    """The names of which a merge says what cannot be, each once.

    A person who is none of the meeting, or stands there twice; a new one who bears the name of
    another, of the meeting too; a spelling that nobody wrote, or that stands there twice; the name
    of somebody on the list under anybody else; more votes than ballots.
    """
    written = written_tally(paper, counts)
    borne = {
        text: each.listed
        for each in written_names(written, paper, meeting.people)
        for text, _votes in each.spellings
    }
    known = {each.id for each in meeting.people}
    used = Counter(text for each in names for text in each.spellings)
    ids = Counter(each.id for each in names)
    unfit = []
    for each in names:
        is_known = each.person in known if each.person else is_free(meeting, each.name)
        if not is_known or ids[each.id] > 1 or (not each.person and each.id in known):
            unfit.append(each.name or each.person)
        for text in each.spellings:
            others = borne.get(text, ())
            if used[text] > 1 or text not in borne or (others and each.person not in others):
                unfit.append(text)
        if is_known and _more_than_ballots(meeting, paper, counts, each):
            unfit.append(each.name or each.person)
    return list(dict.fromkeys(unfit))


def is_free(meeting: Meeting, name: str) -> bool:
    """Whether a new person can have this name: something is left of it, and nobody is called so."""
    called = (
        one
        for each in meeting.people
        for one in (each.name, each.name_en, each.shown_as, each.shown_as_en)
    )
    return name_key(name) not in {"", *map(name_key, called)}


def _row(meeting: Meeting, paper: Paper, counts: Counts, each: MergedName) -> MergedRow:
    written = dict(written_tally(paper, counts))
    name = each.name
    if each.person:
        name = meeting.person(each.person).display_name
    lines = {item.id for item in paper.items if item.form == WRITE_IN}
    by_group, twice = {}, {}
    for group in _groups(paper, counts):
        cells = _cells(meeting, paper, counts, group, each)
        by_group[group] = sum(votes for (_key, place), votes in cells.items() if place in lines)
        twice[group] = sum(cells.values()) - _fewest_ballots(paper, cells)
    spellings = by_votes((text, written[text]) for text in each.spellings)
    return MergedRow(each.id, name, not each.person, spellings, by_group, twice)


def _groups(paper: Paper, counts: Counts) -> list[str]:
    found = (group for item in paper.items for group in counts.get(item.id, {}))
    return list(dict.fromkeys(found))


def _more_than_ballots(meeting: Meeting, paper: Paper, counts: Counts, each: MergedName) -> bool:
    """Whether more votes of a group are put under a person than it has ballots."""
    if len(_ticked_items(paper)) > 1:  # somebody may be ticked for several posts
        return False
    for group in _groups(paper, counts):
        opened = (found[group] for found in counts.values() if group in found)
        ballots = max(_ballots(count) for count in opened)
        if sum(_cells(meeting, paper, counts, group, each).values()) > ballots:
            return True
    return False


def _ballots(count: AnyCount) -> int:
    return count.valid if isinstance(count, ItemCount) else count.ballots


def _fewest_ballots(paper: Paper, cells: Mapping[tuple[str, str], int]) -> int:
    """The fewest ballots that can hold these votes of one group."""
    by_name: Counter[str] = Counter()
    by_place: Counter[str] = Counter()
    for (name, place), votes in cells.items():
        by_name[name] += votes
        by_place[place] += votes
    fewest = max(by_place.values(), default=0)
    if len(_ticked_items(paper)) > 1:
        return fewest
    return max(fewest, *by_name.values(), 0)


def _ticked_items(paper: Paper) -> list[PaperItem]:
    """The items on which people are ticked: of one, nobody is named twice on a ballot."""
    return [item for item in paper.items if item.form == CHOICE and paper.people_are_options]


def _cells(
    meeting: Meeting, paper: Paper, counts: Counts, group: str, each: MergedName
) -> Counter[tuple[str, str]]:
    """The votes of one group for a person, by name (as names are compared) and item."""
    cells: Counter[tuple[str, str]] = Counter()
    for item in paper.items:
        count = counts.get(item.id, {}).get(group)
        if isinstance(count, WriteInCount):
            for text, votes in count.names:
                if text in each.spellings:
                    cells[name_key(text) or text, item.id] += votes
        elif isinstance(count, ItemCount) and each.person and paper.people_are_options:
            key = name_key(meeting.person(each.person).name)
            for option, votes in zip(item.options, count.votes, strict=True):
                if option.id == each.person and votes:
                    cells[key, item.id] += votes
    return cells

"""Counts that were typed in: a workbook, TOML or JSON, read into what the rules start from.

    [rounds.r1.A]                 # round and voter group, by id or by name
    entitled = 30
    returned = 28
    [rounds.r1.A.votes.evaluation."李建国"]      # an answer about each person
    "优秀" = 20
    [rounds.r1.A.votes.slate]     # people who are chosen
    "李建国" = 15
    [rounds.r1.A.places.order]    # how many put somebody first, second …
    "李建国" = [3, 1]
    [rounds.r1.A.scores.speech]
    "李建国" = ["90.5", 88]
    [marks.written]
    "李建国" = "81.5"
    [rulings.vetting]             # what people decide (`typed_rulings`)
    "李建国" = "yes"

A workbook is read into the same tables first (`workbook`).
What is left out was chosen by nobody; marks are then those of the meeting. `present`, `issued` and
`returned` are as many as are entitled where they are left out, `valid` as many as were returned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from meeting.definition.asked_items import AskedItems, asked_items, names_of_items
from meeting.definition.marks import marks_by_column
from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.paper import ABSTAIN, CHOICE, RANKING, SCORES, PaperItem
from meeting.definition.person import Person
from meeting.language import N_
from meeting.problem import Problems
from meeting.toml.tables import Table
from tally.outcome.box_count import AnyCount, ItemCount
from tally.outcome.denominators import Figures
from tally.outcome.single_count import RankingCount, ScoreCount, falling
from tally.outcome.steps.counted import Counted, CountedRound
from tally.problem import Problem
from tally.trying.known_names import Known, known_by_name, named
from tally.trying.read_typed import read_typed
from tally.trying.typed_names import TypedNames
from tally.trying.typed_rulings import read_typed_draws, read_typed_rulings

_ASKED = N_("one of the people of this question")
_HIGHEST = Fraction(100)
_TENTHS = 10
_ABSTAINED = (ABSTAIN, "弃权")
_SECTIONS = {CHOICE: "votes", RANKING: "places", SCORES: "scores"}


def read_typed_counts(path: Path, meeting: Meeting) -> Counted:
    """The counts of a file. Raises Problem or Problems naming file, place and what is expected."""
    root = read_typed(path, meeting)
    reading = _Reading(meeting)
    rounds = root.table("rounds")
    found = {
        each.id: reading.round(rounds.table(name), each)
        for name, each in named(rounds, known_by_name(meeting.rounds), N_("a round"))
    }
    marks = root.table("marks", optional=True)
    columns = {name: reading.marks(marks.table(name)) for name in marks.names()}
    people = known_by_name(meeting.people)
    rulings = read_typed_rulings(root, meeting, people)
    draws = read_typed_draws(root, meeting, people)
    root.unknown()
    if root.has("boxes"):
        raise Problem(
            "typed-hall",
            "This file holds the figures of the hall, who was present and how many slips were"
            " issued, which tellers sign. For a trial write another one, with the votes"
            " (docs/rules.md).",
            where=path.name,
        )
    if root.source.problems:
        raise Problems(root.source.in_order())
    nothing = {each.id: CountedRound({}, {}, void=True) for each in meeting.rounds}
    return Counted(
        nothing | found,
        marks_by_column(meeting.marks) | columns,
        rulings,
        draws,
        reading.names.merged(),
    )


class _Reading:
    def __init__(self, meeting: Meeting) -> None:
        self._meeting = meeting
        self._people = known_by_name(meeting.people)
        self.names = TypedNames(meeting)

    def round(self, table: Table, each: Round) -> CountedRound:
        """One round, group by group."""
        figures: dict[str, Figures] = {}
        items: dict[str, dict[str, AnyCount]] = {}
        for name, group in named(table, known_by_name(self._meeting.groups), N_("a voter group")):
            inner = table.table(name)
            figures[group.id] = _figures(inner, group)
            self.names.read(inner, each.id, group.id, figures[group.id].valid)
            for item, count in self._counts(inner, each, figures[group.id].valid):
                items.setdefault(item, {})[group.id] = count
            inner.unknown()
        return CountedRound(figures, items)

    def marks(self, table: Table) -> Mapping[str, Fraction]:
        """One column of marks, by person."""
        return {
            person.id: table.exact(name)
            for name, person in named(table, self._people, N_("a person of this meeting"))
        }

    def _asked(self, asked: AskedItems) -> Known[Person]:
        return known_by_name(each for each in self._meeting.people if each.id in asked.people)

    def _counts(self, table: Table, each: Round, valid: int) -> Iterator[tuple[str, AnyCount]]:
        names = names_of_items(self._meeting, each.id)
        sections = {form: table.table(name, optional=True) for form, name in _SECTIONS.items()}
        for name in names:
            asked = asked_items(self._meeting, each.id, name)
            if asked is None:
                raise ValueError(name)
            section = sections[asked.form]
            inner = section.table(name, optional=True)
            if asked.form == CHOICE and not asked.people_are_options:
                yield from self._answers(inner, asked, valid)
            else:
                yield from self._about_people(inner, asked, valid)
        for section in sections.values():
            section.unknown()

    def _answers(
        self, table: Table, asked: AskedItems, valid: int
    ) -> Iterator[tuple[str, AnyCount]]:
        """Yield, person by person, how many gave which answer."""
        about = {item.subject.id: item for item in asked.items if item.subject}
        team = [item for item in asked.items if not item.subject]
        tables = {
            person.id: table.table(name)
            for name, person in (() if team else named(table, self._asked(asked), _ASKED))
        }
        for item in team:
            yield item.id, _votes(table, item, valid)
        for person, item in about.items():
            empty = Table({}, table.path, table.source)
            yield item.id, _votes(tables.get(person, empty), item, valid)

    def _about_people(
        self, table: Table, asked: AskedItems, valid: int
    ) -> Iterator[tuple[str, AnyCount]]:
        """Yield how often each person was chosen, put in which place, or with which scores."""
        names = {person.id: name for name, person in named(table, self._asked(asked), _ASKED)}
        for item in asked.items:
            given = [names.get(option.id, "") for option in item.options]
            if asked.form == SCORES:
                tenths = tuple(falling(_scores(table, name)) for name in given)
                ballots = max(map(len, tenths), default=0)
                for name, row in zip(given, tenths, strict=True):
                    _refuse_more(table, len(row), valid, name)
                yield item.id, ScoreCount(ballots, tenths, ())
            elif asked.form == RANKING:
                rows = tuple(_places(table, name, item.maximum) for name in given)
                first = sum(row[0] for row in rows)
                _refuse_more(table, first, valid)
                yield item.id, RankingCount(valid, max(valid - first, 0), rows, ())
            else:
                votes = tuple(_whole(table, name) if name else 0 for name in given)
                for name, number in zip(given, votes, strict=True):
                    _refuse_more(table, number, valid, name)
                yield item.id, ItemCount(valid, 0, votes)


def _figures(table: Table, group: VoterGroup) -> Figures:
    entitled = _whole(table, "entitled") if table.has("entitled") else group.size

    def figure(name: str, otherwise: int) -> int:
        return _whole(table, name) if table.has(name) else otherwise

    present = figure("present", entitled)
    issued = figure("issued", present)
    returned = figure("returned", issued)
    valid = figure("valid", returned)
    _refuse_more(table, valid, returned, "valid")
    return Figures(entitled, present, issued, returned, valid, returned - valid, 0)


def _votes(table: Table, item: PaperItem, valid: int) -> ItemCount:
    answers = known_by_name(item.options)
    besides = [
        each for each in _ABSTAINED if item.abstain and table.has(each) and not answers.find(each)
    ]
    abstained = _whole(table, besides[0]) if besides else None
    found = {
        option.id: _whole(table, name)
        for name, option in named(table, answers, N_("an answer of this item"), besides)
    }
    votes = tuple(found.get(option.id, 0) for option in item.options)
    if item.maximum == 1:
        _refuse_more(table, sum(votes), valid)
        if abstained is not None and valid != sum(votes) + abstained:
            problem = Problem(
                "typed-abstained",
                "The answers are {votes} and {abstained} abstained; the ballots are {valid}."
                " Correct one of them, or leave the abstentions out.",
                votes=sum(votes),
                abstained=abstained,
                valid=valid,
            )
            table.note(besides[0], problem)
        return ItemCount(valid, max(valid - sum(votes), 0), votes)
    return ItemCount(valid, 0, votes)


def _scores(table: Table, name: str) -> Iterator[int]:
    """Yield somebody's scores in tenths."""
    for score in table.exacts(name) if name else ():
        if score > _HIGHEST or (score * _TENTHS).denominator != 1:
            table.note(
                name,
                Problem(
                    "typed-score",
                    "{score} is no score; expected is 0 to 100 with one decimal.",
                    score=score,
                ),
            )
        else:
            yield int(score * _TENTHS)


def _places(table: Table, name: str, places: int) -> tuple[int, ...]:
    numbers = table.exacts(name) if name else ()
    whole = [int(each) for each in numbers if each.denominator == 1]
    if len(whole) < len(numbers) or len(whole) > places:
        table.note(
            name,
            Problem(
                "typed-places",
                "Expected are whole numbers, one for each of {places} places at most.",
                places=places,
            ),
        )
    return (*whole, *(0,) * places)[:places]


def _whole(table: Table, name: str) -> int:
    number = table.number(name)
    if number < 0:
        table.note(
            name, Problem("typed-negative", "Nobody can have counted {found}.", found=number)
        )
    return number


def _refuse_more(table: Table, votes: int, valid: int, name: str = "") -> None:
    if votes <= valid:
        return
    problem = Problem(
        "typed-more",
        "{votes} is more than the {valid} ballots there are. Correct the votes, or how many ballots"
        " were returned and are valid.",
        votes=votes,
        valid=valid,
    )
    if name:
        table.note(name, problem)
    else:
        table.source.note(table.path, problem)

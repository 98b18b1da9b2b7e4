"""The empty workbook of one meeting: a sheet for each round, and those of what belongs to none.

People and answers stand there; the cells that are to be filled are shaded, and take nothing but
whole numbers, scores, or yes and no. Filled, it is read as `read_workbook` says.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from openpyxl import Workbook

from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.paper import RANKING, SCORES, PaperItem
from meeting.definition.person import Person
from meeting.language import N_, gettext_for, said
from meeting.printable import printable
from meeting.rules.acts import Decision, Gate, Ruled
from meeting.rules.kinds import AnyStep
from tally.problem import ROOM
from tally.trying.workbook import words
from tally.trying.workbook.empty_sheet import (
    COUNTS,
    MARKS,
    NAMES,
    REASONS,
    SCORED,
    YES_NO,
    EmptySheet,
    Input,
)
from tally.trying.workbook.other_sheets import mark_columns, ruled_steps
from tally.trying.workbook.questions import Question, known_questions, questions_of

_FILL = N_(
    "Fill in the shaded cells alone. What is left empty was chosen by nobody; a round of which"
    " nothing is filled in is not held."
)
_HALL = N_(
    "What is left empty is as many as before it: present as entitled, issued as present, returned"
    " as issued, valid as returned."
)
_OWN_MARKS = N_("A column that is left empty is that of the meeting; a dash stands for no number.")
_DECIDED = N_("A step of which nothing is filled in waits.")
_MOST_SCORES = 40
"""Scores of somebody in one row; there are as many rows as the judges need."""
_LINES = 6
"""Empty rows for names that were written."""


def template_bytes(meeting: Meeting, language: str) -> bytes:
    """The empty workbook as a file."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = printable(meeting.title)
    book.properties.creator = "Piaoxiang"
    book.properties.created = datetime.fromisoformat(meeting.date)
    _Template(meeting, language, book).write()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class _Template:
    def __init__(self, meeting: Meeting, language: str, book: Workbook) -> None:
        self._meeting, self._language, self._book = meeting, language, book

    def write(self) -> None:
        """Write every sheet."""
        for each in self._meeting.rounds:
            sheet = self._sheet(self._round_name(each), self._said(each), _FILL)
            for tables in _together(questions_of(self._meeting, each)):
                self._questions(sheet, each, tables)
            sheet.finish()
        self._hall()
        self._marks()
        self._decided()

    def _sheet(self, name: str, title: str, *remarks: str) -> EmptySheet:
        told = gettext_for(ROOM, self._language)
        sheet = EmptySheet(self._book.create_sheet(name), self._language)
        sheet.title(f"{said(self._meeting, 'title', self._language)} · {title}")
        for remark in remarks:
            sheet.remark(told(remark))
        return sheet

    def _round_name(self, each: Round) -> str:
        """A name that no other round's sheet has, however long they are called."""
        names = [words.sheet_name(self._said(other)) for other in self._meeting.rounds]
        name = words.sheet_name(self._said(each))
        return name if names.count(name) == 1 else words.sheet_name(each.id)

    def _said(self, thing: Round | VoterGroup | AnyStep | Question) -> str:
        return said(thing, "name", self._language)

    def _heading(self, column: str) -> str:
        return words.heading(column, self._language)

    def _person(self, person: Person) -> str:
        return said(person, "display_name", self._language)

    def _people(self, question: Question) -> list[Person]:
        """In the order in which the paper has them."""
        asked = question.asked
        if asked is None:
            return []
        ids = [about for item in asked.items for about in _ids(question, item)]
        return [self._meeting.person(each) for each in dict.fromkeys(ids)]

    def _questions(self, sheet: EmptySheet, each: Round, tables: list[Question]) -> None:
        """One question, or several of a paper with the same answers, about nobody in particular."""
        first = tables[0]
        groups = self._meeting.groups_in(each)
        several = len(groups) > 1
        by_group = [self._heading(words.GROUP)] if several else []
        if first.answers and not first.about and first.asked:
            heads = [self._heading(words.ITEM), *by_group]
            rows = [
                [self._prompt(question, each), *([self._said(group)] if several else [])]
                for question in tables
                for group in groups
            ]
            inputs = [Input(self._label(option), COUNTS) for option in first.asked.options]
            sheet.table(said(first.paper, "title", self._language), heads, inputs, rows)
            return
        people = self._people(first)
        if first.form not in (RANKING, SCORES) and not first.answers:
            names = [self._said(group) for group in groups]
            inputs = [Input(name, COUNTS) for name in names if several] or [
                Input(self._heading(words.VOTES), COUNTS)
            ]
            rows = [[self._person(person)] for person in people] or [[""]] * _LINES
            sheet.table(self._said(first), [self._heading(words.PERSON)], inputs, rows)
            return
        inputs = list(self._inputs(first, groups))
        rows = [
            [*([self._said(group)] if several else []), self._person(person)]
            for group in groups
            for person in people
            for _row in range(self._rows_each(first, group))
        ]
        sheet.table(self._said(first), [*by_group, self._heading(words.PERSON)], inputs, rows)

    def _prompt(self, question: Question, each: Round) -> str:
        """A question below the title of its paper: without it, where that is clear."""
        prompt = said(question.asked.items[0], "prompt", self._language) if question.asked else ""
        found = known_questions(questions_of(self._meeting, each)).find(prompt)
        return prompt if found == question else self._said(question)

    def _inputs(self, question: Question, groups: tuple[VoterGroup, ...]) -> Iterator[Input]:
        asked = question.asked
        if asked is None:
            return
        if question.form == SCORES:
            most = min(max(group.size for group in groups), _MOST_SCORES)
            yield from (Input(str(at), SCORED) for at in range(1, most + 1))
        elif question.form == RANKING:
            for place in range(1, asked.items[0].maximum + 1):
                yield Input(words.place_heading(place, self._language), COUNTS)
        else:
            yield from (Input(self._label(option), COUNTS) for option in asked.options)

    def _rows_each(self, question: Question, group: VoterGroup) -> int:
        """How many rows somebody needs: several only for the scores of many judges."""
        return -(-group.size // _MOST_SCORES) if question.form == SCORES else 1

    def _label(self, option: object) -> str:
        return said(option, "label", self._language)

    def _hall(self) -> None:
        name = words.role_sheet("hall", self._language)
        sheet = self._sheet(name, name, _HALL)
        heads = [self._heading(column) for column in (words.ROUND, words.GROUP, "entitled")]
        inputs = [Input(self._heading(column), COUNTS) for column in words.HALL[1:]]
        rows: list[list[str | int]] = [
            [self._said(box.round), self._said(box.group), box.group.size]
            for box in self._meeting.boxes()
        ]
        sheet.table("", heads, inputs, rows)
        sheet.finish()

    def _marks(self) -> None:
        columns = mark_columns(self._meeting)
        if columns:
            name = words.role_sheet("marks", self._language)
            sheet = self._sheet(name, name, _OWN_MARKS)
            rows = [[self._person(person)] for person in self._meeting.people]
            inputs = [Input(column, MARKS) for column in columns]
            sheet.table("", [self._heading(words.PERSON)], inputs, rows)
            sheet.finish()

    def _decided(self) -> None:
        steps = ruled_steps(self._meeting)
        if not steps:
            return
        name = words.role_sheet("rulings", self._language)
        sheet = self._sheet(name, name, _DECIDED)
        for step in steps:
            title = said(step, "name", self._language) if step.name else step.id
            if isinstance(step, Ruled):
                yes_no = isinstance(step, Gate | Decision)
                column = words.RULING if yes_no else words.REASON
                inputs = [Input(self._heading(column), YES_NO if yes_no else REASONS)]
                rows = [[self._person(person)] for person in self._meeting.people]
                sheet.table(title, [self._heading(words.PERSON)], inputs, rows)
            else:
                places = [[str(at)] for at in range(1, len(self._meeting.people) + 1)]
                inputs = [Input(self._heading(words.PERSON), NAMES)]
                sheet.table(title, [self._heading(words.ORDER)], inputs, places)
        sheet.finish()


def _together(questions: tuple[Question, ...]) -> Iterator[list[Question]]:
    """Yield questions that one table asks: of one paper, about nobody, with the same answers."""

    def key(question: Question) -> object:
        if question.asked and question.answers and not question.about:
            return question.paper.id, question.asked.options
        return question.id

    yield from (list(same) for _key, same in groupby(questions, key))


def _ids(question: Question, item: PaperItem) -> Iterator[str]:
    """Yield the people of an item: its options, or the one whom it is about."""
    if question.paper.people_are_options:
        yield from (option.id for option in item.options)
    elif item.subject is not None:
        yield item.subject.id

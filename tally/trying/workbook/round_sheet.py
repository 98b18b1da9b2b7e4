"""The sheet of one round: a table for each question, of people and how often what was answered.

    民主测评票 · 评价
    姓名    优秀  称职  不称职          or, where there are several groups, 票种 before 姓名
    李建国    20    7      1

What a table is about is said above it or in a column 项目; where neither says it, its headings
tell, if they fit one question alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.paper import ABSTAIN as ABSTAINED
from meeting.definition.paper import RANKING, SCORES
from meeting.language import N_
from meeting.lists.cell import Line
from meeting.names import name_key
from meeting.problem import Several
from tally.problem import Problem
from tally.trying.known_names import known_by_name
from tally.trying.workbook import words
from tally.trying.workbook.cells import Keys
from tally.trying.workbook.hall_table import is_hall, read_hall
from tally.trying.workbook.questions import Question, known_questions, people_in, questions_of
from tally.trying.workbook.rows import group_in, person_in, told_twice
from tally.trying.workbook.sheet import COUNT, SCORE, Sheet, SheetTable

_QUESTION = N_("a question of this round")


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table: those that say whom a row is about, and those of figures."""

    keys: dict[str, int]
    figures: dict[int, str]


class RoundSheet:
    """Reads the sheet of a round into the cells of the workbook."""

    def __init__(self, sheet: Sheet, meeting: Meeting, each: Round) -> None:
        self._sheet, self._meeting, self._round = sheet, meeting, each
        self._questions = questions_of(meeting, each)
        self._known = known_questions(self._questions)
        self._groups = known_by_name(meeting.groups_in(each))
        self._people = {question.id: people_in(question, meeting) for question in self._questions}
        self._answers = {
            question.id: known_by_name(question.asked.options)
            for question in self._questions
            if question.answers and question.asked
        }
        self._unknown: set[tuple[int, int]] = set()
        self._spelt: dict[tuple[str, str], str] = {}

    def read(self) -> None:
        """Read every table of the sheet."""
        everybody = known_by_name(self._meeting.people)
        for table in self._sheet.tables(
            self._is_heading,
            lambda text: bool(everybody.find(text) or self._groups.find(text)),
        ):
            if is_hall(table):
                read_hall(self._sheet, table, self._meeting, self._round)
                continue
            columns = _columns(table)
            if all(line.cell(at).is_blank for line in table.rows for at in columns.figures):
                continue
            question = None if words.ITEM in columns.keys else self._question(table, columns)
            if question or words.ITEM in columns.keys:
                for line in table.rows:
                    self._row(table, columns, line, question)

    def _is_heading(self, line: Line) -> bool:
        texts = [cell.text for cell in line.cells if not cell.is_blank]
        found = [words.meaning(text) for text in texts]
        if any(each in words.KEYS for each in found):
            return not any(cell.number for cell in line.cells[:1])
        if sum(each in words.HALL for each in found) > 1:
            return True
        return len(texts) > 1 and any(
            all(known.find(text) for text in texts) for known in self._answers.values()
        )

    def _question(self, table: SheetTable, columns: _Columns) -> Question | None:
        for title in reversed(table.titles):
            found = self._known.find(title)
            if found is not None:
                return found
        fitting = [each for each in self._questions if self._fits(each, columns)]
        if len(fitting) == 1:
            return fitting[0]
        problem = Problem(
            "sheet-question",
            "Which question is this table about? Write it alone into the row above the headings:"
            " {known}.",
            known=Several(each.name for each in fitting or self._questions),
        )
        self._sheet.note(table.headings, 0, problem)
        return None

    def _fits(self, question: Question, columns: _Columns) -> bool:
        """Whether the headings are those of a question; lines for names must be named."""
        headings = [text for text in columns.figures.values() if not _ignored(text)]
        about = bool(question.about)
        if question.form == SCORES and not all(map(words.is_judge, headings)):
            return len(self._questions) == 1
        return (
            question.asked is not None
            and about == (words.PERSON in columns.keys)
            and all(self._field(question, text) is not None for text in headings)
        )

    def _row(
        self, table: SheetTable, columns: _Columns, line: Line, question: Question | None
    ) -> None:
        filled = [at for at in columns.figures if not line.cell(at).is_blank]
        if not any(line.cell(at).text.strip() or line.cell(at).flaw for at in filled):
            return
        if question is None:
            question = self._asked_in(line, columns.keys[words.ITEM])
            if question is None:
                return
        fields = [
            (at, field)
            for at in filled
            if (field := self._known_field(table, question, at, columns.figures[at])) is not None
        ]
        who = self._who(question, columns, line)
        if who is None:
            return
        if not question.answers and question.form not in (RANKING, SCORES):
            self._chosen(question, columns, line, fields, who)
            return
        group = self._group(columns, line)
        if group is not None:
            self._given(question, (*self._keys(question, group), *who), line, fields)

    def _given(
        self, question: Question, keys: Keys, line: Line, fields: list[tuple[int, str]]
    ) -> None:
        """What a group answered about somebody: answers, places, or scores one by one."""
        self._sheet.cells.stands(keys[:-1], self._sheet.row(line))
        if question.form == SCORES:
            scores = [self._sheet.number(line, at, SCORE) for at, _field in fields]
            whole = [int(each) if each.isdecimal() else each for each in scores if each]
            self._sheet.cells.append(keys, whole, self._sheet.row(line))
        elif told_twice(self._sheet, line, keys, self._called(question, keys)):
            return
        elif question.form == RANKING:
            self._places(line, fields, keys)
        else:
            self._sheet.cells.stands(keys, self._sheet.row(line))
            for at, field in fields:
                self._count(line, at, (*keys, field))

    def _called(self, question: Question, keys: Keys) -> str:
        """Whose figures the last key stands for."""
        person = self._people[question.id].find(keys[-1])
        return person.display_name if person else question.name

    def _chosen(
        self,
        question: Question,
        columns: _Columns,
        line: Line,
        fields: list[tuple[int, str]],
        who: Keys,
    ) -> None:
        """How often somebody was chosen: a column for each group, or one for that of the row."""
        for at, field in fields:
            group = self._groups.find(field) if field else self._group(columns, line)
            if group is None:
                return
            keys = (*self._keys(question, group), *who)
            if not told_twice(self._sheet, line, keys, self._called(question, keys)):
                self._count(line, at, keys)

    def _places(self, line: Line, fields: list[tuple[int, str]], keys: Keys) -> None:
        numbers = {int(field): self._sheet.number(line, at, COUNT) for at, field in fields}
        row = [int(numbers.get(at) or 0) for at in range(1, max(numbers, default=0) + 1)]
        self._sheet.cells.put(keys, row, self._sheet.row(line))

    def _count(self, line: Line, at: int, keys: Keys) -> None:
        number = self._sheet.number(line, at, COUNT)
        if number:
            self._sheet.cells.put(keys, int(number), self._sheet.at(line, at))

    def _keys(self, question: Question, group: VoterGroup) -> Keys:
        return ("rounds", self._round.id, group.id, question.section, question.key)

    def _known_field(self, table: SheetTable, question: Question, at: int, text: str) -> str | None:
        field = self._field(question, text)
        place = table.headings.number, at
        if field is None and not _ignored(text) and place not in self._unknown:
            self._unknown.add(place)
            problem = Problem(
                "sheet-heading",
                "{found!r} is no column of {question}. Expected are: {known}. Correct the heading,"
                " or delete the column.",
                found=text[:40],
                question=question.name,
                known=Several(self._expected(question)),
            )
            self._sheet.note(table.headings, at, problem)
        return field

    def _field(self, question: Question, text: str) -> str | None:
        """What a column of figures holds: an answer, a group, a place; None if it is none."""
        if question.answers:
            if words.meaning(text) == words.ABSTAIN and _abstains(question):
                return ABSTAINED
            answer = self._answers[question.id].find(text)
            return answer.id if answer else None
        if question.form == RANKING:
            place = words.place_of(text)
            return str(place) if place else None
        if question.form == SCORES:
            return None if words.meaning(text) else text
        if words.meaning(text) == words.VOTES:
            return ""
        group = self._groups.find(text)
        return group.id if group else None

    def _expected(self, question: Question) -> Iterator[str]:
        if question.answers:
            yield from self._answers[question.id].shown
        elif question.asked and question.form == RANKING:
            places = question.asked.items[0].maximum
            yield from (words.place_heading(at, "zh") for at in range(1, places + 1))
        else:
            yield words.heading(words.VOTES, "zh")
            yield from self._groups.shown

    def _asked_in(self, line: Line, column: int) -> Question | None:
        text = self._sheet.text(line, column)
        found = self._known.find(text)
        if found is None:
            self._sheet.note(line, column, self._known.unknown(text, _QUESTION))
        return found

    def _group(self, columns: _Columns, line: Line) -> VoterGroup | None:
        groups = self._meeting.groups_in(self._round)
        return group_in(self._sheet, line, columns.keys.get(words.GROUP), groups)

    def _who(self, question: Question, columns: _Columns, line: Line) -> Keys | None:
        """The person of a row, as the last key; none where nobody is asked about."""
        if question.asked and not question.about:
            return ()
        known = self._people[question.id]
        if question.asked:
            person = person_in(self._sheet, line, columns.keys, known)
            return (person.id,) if person else None
        at = columns.keys.get(words.PERSON)
        text = self._sheet.text(line, at) if at is not None else ""
        written = known.find(text)
        if not text:
            person_in(self._sheet, line, columns.keys, known)
            return None
        name = written.id if written else text
        return (self._spelt.setdefault((question.id, name_key(name)), name),)


def _columns(table: SheetTable) -> _Columns:
    keys: dict[str, int] = {}
    figures = {}
    for at, text in table.columns():
        column = words.meaning(text)
        if column in (*words.KEYS, words.ID) and column not in keys:
            keys[column] = at
        else:
            figures[at] = text
    return _Columns(keys, figures)


def _ignored(text: str) -> bool:
    return words.meaning(text) == words.IGNORED


def _abstains(question: Question) -> bool:
    return question.asked is not None and any(item.abstain for item in question.asked.items)

"""What a round asks, as the tables of its sheet are headed: each question once, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from meeting.definition.asked_items import AskedItems, asked_items, asked_once
from meeting.definition.meeting import Meeting, Round
from meeting.definition.paper import CHOICE, RANKING, SCORES, Paper
from meeting.definition.person import Person
from meeting.language import said
from meeting.published.act_files import papers_with_lines
from tally.trying.known_names import Known, known_by_name
from tally.trying.workbook.words import WRITTEN

SECTIONS = {CHOICE: "votes", RANKING: "places", SCORES: "scores"}
"""How a file of figures calls the answers of each form."""
NAMES = "written"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or the lines for names of one paper: then `asked` is None.

    `section` and `key` are the way to it in a file of figures.
    """

    id: str
    section: str
    name: str
    name_en: str
    also: tuple[str, ...]
    paper: Paper
    asked: AskedItems | None

    @property
    def key(self) -> str:
        """How a file of figures calls it."""
        return self.id if self.asked else self.paper.id

    @property
    def form(self) -> str:
        """How it is answered; names that are written are counted like people who are chosen."""
        return self.asked.form if self.asked else CHOICE

    @property
    def answers(self) -> bool:
        """Whether one of several answers is given about somebody, or about nobody."""
        return self.form == CHOICE and bool(self.asked) and not self.paper.people_are_options

    @property
    def about(self) -> frozenset[str]:
        """The ids of the people whom it is about, or who can be chosen; empty: nobody."""
        return self.asked.people if self.asked else frozenset()


def questions_of(meeting: Meeting, each: Round) -> tuple[Question, ...]:
    """The questions of a round; no two have the same name."""
    found = [*_asked(meeting, each), *_lines(meeting, each)]
    names = [question.name for question in found]
    return tuple(
        question
        if names.count(question.name) == 1
        else Question(
            question.id,
            question.section,
            f"{question.name}（{question.id}）",
            f"{question.name_en} ({question.id})",
            question.also,
            question.paper,
            question.asked,
        )
        for question in found
    )


def known_questions(questions: tuple[Question, ...]) -> Known[Question]:
    """The questions by all that may stand above their tables."""
    return known_by_name(questions, lambda each: (each.name, each.name_en, *each.also))


def people_in(question: Question, meeting: Meeting) -> Known[Person]:
    """The people whom a question is about, or who can be chosen; of lines, all."""
    about = question.about
    return known_by_name(
        person for person in meeting.people if person.id in about or not question.asked
    )


def _asked(meeting: Meeting, each: Round) -> Iterator[Question]:
    papers = {paper.id: paper for paper in meeting.papers}
    for name in asked_once(papers[paper] for paper in each.papers):
        asked = asked_items(meeting, each.id, name)
        if asked is None:
            raise ValueError(name)
        paper, item = asked.paper, asked.items[0]
        prompt, prompt_en = item.prompt, said(item, "prompt", "en")
        title_en = said(paper, "title", "en")
        yield Question(
            name,
            SECTIONS[asked.form],
            f"{paper.title} · {prompt}",
            f"{title_en} · {prompt_en}",
            (prompt, prompt_en, paper.title, title_en, paper.id),
            paper,
            asked,
        )


def _lines(meeting: Meeting, each: Round) -> Iterator[Question]:
    for round_id, paper in papers_with_lines(meeting):
        if round_id == each.id and paper.lines_name_people:
            title_en = said(paper, "title", "en")
            name, name_en = f"{paper.title} · {WRITTEN[0]}", f"{title_en} · {WRITTEN[1]}"
            yield Question(f"{paper.id}+{NAMES}", NAMES, name, name_en, WRITTEN, paper, None)

"""A meeting as one immutable value: who votes, on what, in which boxes, and who opens them.

These are plain values. What makes them a *possible* meeting (ids unique, groups large enough,
limits within the number of options …) is said in ``consistency.check_meeting``, which every
reader calls (``toml_source``, ``published``). Text is bilingual: ``title`` is Chinese,
``title_en`` English; ``said`` picks one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from crypto.question import Question

SCHEMA = 1
EVALUATION = "evaluation"
RECOMMENDATION = "recommendation"
KINDS = (EVALUATION, RECOMMENDATION)
DENOMINATORS = ("entitled", "present", "issued", "returned", "valid")
VALID_BALLOTS = ("accepted",)
ABSTAIN = "abstain"
"""The reserved option id of 弃权; on the ballot it is Belenios' blank slot."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def said(thing: object, name: str, language: str) -> str:
    """Return the field ``name`` of ``thing`` in ``language``; Chinese where English is missing."""
    if language == "en":
        english = getattr(thing, f"{name}_en")
        if english:
            return str(english)
    return str(getattr(thing, name))


@dataclass(frozen=True, slots=True)
class VoterGroup:
    """票种: a class of voters counted apart. ``size`` = 应到; ``slips`` are printed per round."""

    id: str
    name: str
    name_en: str
    description: str
    description_en: str
    size: int
    slips: int
    weight: Fraction | None = None
    confirm_small: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is voted on. ``birth`` is "YYYY-MM" or empty."""

    id: str
    name: str
    name_en: str
    post: str
    post_en: str
    birth: str = ""
    years_in_post: int | None = None
    note: str = ""
    note_en: str = ""

    def about(self, language: str) -> str:
        """Return the line under a person's post: birth, years in post, note ("" if none)."""
        parts = [self._birth(language), self._years(language), said(self, "note", language)]
        return " · ".join(part for part in parts if part)

    def _birth(self, language: str) -> str:
        if not self.birth:
            return ""
        year, month = self.birth.split("-")
        if language == "en":
            return f"born {MONTHS[int(month) - 1]} {year}"
        return f"{year}年{int(month)}月生"

    def _years(self, language: str) -> str:
        if self.years_in_post is None:
            return ""
        if language == "en":
            unit = "year" if self.years_in_post == 1 else "years"
            return f"{self.years_in_post} {unit} in post"
        return f"任现职{self.years_in_post}年"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be ticked. On a recommendation paper ``id`` is a person's id."""

    id: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure of an item: the sum of some options over a denominator (称职以上率 …)."""

    id: str
    name: str
    name_en: str
    options: tuple[str, ...]
    denominator: str


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One question of a paper = one Belenios question; ``subject`` None: the team as a whole.

    Between ``minimum`` and ``maximum`` options are ticked, or, where ``abstain``, none and the
    blank slot instead.
    """

    id: str
    subject: Person | None
    prompt: str
    prompt_en: str
    options: tuple[Option, ...]
    minimum: int
    maximum: int
    abstain: bool
    rates: tuple[Rate, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """票: a form with items. ``denominator`` is that of each single option's rate."""

    id: str
    kind: str
    title: str
    title_en: str
    instructions: str
    instructions_en: str
    denominator: str
    items: tuple[PaperItem, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """轮次: one act of voting; ``papers`` are paper ids in the order they are shown."""

    id: str
    name: str
    name_en: str
    papers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """票箱: one round × one voter group; ``slips`` credentials are made for it."""

    id: str
    round: Round
    group: VoterGroup
    slips: int

    def papers(self, meeting: Meeting) -> tuple[Paper, ...]:
        """Return the papers of the box in the order they are shown."""
        by_id = {paper.id: paper for paper in meeting.papers}
        return tuple(by_id[paper] for paper in self.round.papers)

    def items(self, meeting: Meeting) -> tuple[PaperItem, ...]:
        """Return all items of the box in the order of its Belenios questions."""
        return tuple(item for paper in self.papers(meeting) for item in paper.items)

    def questions(self, meeting: Meeting) -> tuple[Question, ...]:
        """Return the Belenios questions of the box, one per item, in the same order."""
        return tuple(
            _question(paper, item) for paper in self.papers(meeting) for item in paper.items
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """会议. ``server_key`` is 64 hex digits, empty until the meeting is published."""

    id: str
    title: str
    title_en: str
    place: str
    place_en: str
    date: str
    preset: str
    team: str
    team_en: str
    groups: tuple[VoterGroup, ...]
    people: tuple[Person, ...]
    papers: tuple[Paper, ...]
    rounds: tuple[Round, ...]
    tellers: tuple[str, ...]
    teller_threshold: int
    minimum_group: int = 5
    required_shuffles: int = 0
    valid_ballot: str = "accepted"
    group_name: str = "Ed25519"
    server_key: str = field(default="")
    schema: int = SCHEMA

    def boxes(self) -> tuple[Box, ...]:
        """Return every round × group, rounds first."""
        return tuple(
            Box(f"{each.id}-{group.id}", each, group, group.slips)
            for each in self.rounds
            for group in self.groups
        )

    def box(self, box_id: str) -> Box:
        """Return the box of that id; raises KeyError."""
        for box in self.boxes():
            if box.id == box_id:
                return box
        raise KeyError(box_id)

    def person(self, person_id: str) -> Person:
        """Return the person of that id; raises KeyError."""
        for person in self.people:
            if person.id == person_id:
                return person
        raise KeyError(person_id)


def _question(paper: Paper, item: PaperItem) -> Question:
    """Write an item as a Belenios question: plain text that also reads well in other programs."""
    if item.subject is None:
        text = f"{paper.title} · {item.prompt}"
    else:
        text = f"{paper.title} · {item.subject.name} · {item.prompt}"
    return Question(
        question=text,
        answers=tuple(option.label for option in item.options),
        minimum=item.minimum,
        maximum=item.maximum,
        blank=True if item.abstain else None,
    )

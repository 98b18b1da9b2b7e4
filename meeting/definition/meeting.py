"""A meeting as one immutable value: who votes, on what, in which boxes, and who opens them.

These are plain values. What makes them a *possible* meeting (ids unique, groups large enough,
limits within the number of options …) is said in `consistency.check_meeting`, which every
reader calls (`toml_source`, `published`). Text is bilingual: `title` is Chinese,
`title_en` English; `language.said` picks one.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from fractions import Fraction

from crypto.election.question_kinds import AnyQuestion
from meeting.definition.marks import MarkColumn
from meeting.definition.notice import Notice
from meeting.definition.paper import Paper, PaperItem, question_of
from meeting.definition.person import Person
from meeting.definition.post import PersonList, Post
from meeting.definition.stage import Continues, Stage
from meeting.language import said
from meeting.rules.kinds import AnyStep

SCHEMA = 2
"""Of what is published from now on; what releases before published has schema 1."""
FIRST_SCHEMA = 1
FEWEST_SEALED = 50
"""Ballots that go into the record together where a vote lasts for days."""
VALID_BALLOTS = ("accepted",)
NO_TEAM, NO_TEAM_EN = "领导班子", "the team"
"""What a team without a name of its own is called, in the two languages."""
FEWEST_SHUFFLES = 2
"""Of a box with single answers: one teller alone would know who wrote what."""


@dataclass(frozen=True, slots=True)
class VoterGroup:
    """票种: a class of voters counted apart. `size` = 应到; `slips` are printed per round."""

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
class Round:
    """轮次: one act of voting; `papers` are paper ids in the order they are shown.

    `groups` are the ids of the voter groups that vote in it; empty: all do.
    """

    id: str
    name: str
    name_en: str
    papers: tuple[str, ...]
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """票箱: one round × one voter group that votes in it; `slips` credentials are made for it."""

    id: str
    round: Round
    group: VoterGroup
    slips: int

    def papers(self, meeting: Meeting) -> tuple[Paper, ...]:
        """The papers of the box in the order they are shown."""
        by_id = {paper.id: paper for paper in meeting.papers}
        return tuple(by_id[paper] for paper in self.round.papers)

    def items(self, meeting: Meeting) -> tuple[PaperItem, ...]:
        """All items of the box in the order of its Belenios questions."""
        return tuple(item for paper in self.papers(meeting) for item in paper.items)

    def questions(self, meeting: Meeting) -> tuple[AnyQuestion, ...]:
        """The Belenios questions of the box, one per item, in the same order."""
        return tuple(
            question_of(paper, item) for paper in self.papers(meeting) for item in paper.items
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """会议. `server_key` is 64 hex digits, empty until the meeting is published.

    `seal_batch`: how many ballots at least go into the record together while voting goes on; 0, and
    none does before the closing. `stages` are the meetings that may continue it, `continues` is the
    one that it continues.
    """

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
    seal_batch: int = 0
    required_shuffles: int = 0
    valid_ballot: str = "accepted"
    group_name: str = "Ed25519"
    rules: tuple[AnyStep, ...] = ()
    marks: tuple[MarkColumn, ...] = ()
    lists: tuple[PersonList, ...] = ()
    posts: tuple[Post, ...] = ()
    stages: tuple[Stage, ...] = ()
    continues: Continues | None = None
    notice: Notice | None = None
    server_key: str = field(default="")
    schema: int = SCHEMA

    def boxes(self) -> tuple[Box, ...]:
        """Every round × group that votes in it, rounds first."""
        return tuple(
            Box(f"{each.id}-{group.id}", each, group, group.slips)
            for each in self.rounds
            for group in self.groups_in(each)
        )

    def groups_in(self, round_: Round) -> tuple[VoterGroup, ...]:
        """The voter groups that vote in a round, in the meeting's order."""
        return tuple(
            group for group in self.groups if not round_.groups or group.id in round_.groups
        )

    @property
    def first_id(self) -> str:
        """The id of the meeting that the procedure began with."""
        return self.id.removesuffix(self.continues.suffix) if self.continues else self.id

    @property
    def rules_of_2(self) -> bool:
        """Whether its records are held to the rules that came with schema 2."""
        return self.schema > FIRST_SCHEMA

    def team_name(self, language: str) -> str:
        """What the team as a whole is called, also where the meeting gives it no name."""
        return said(self, "team", language) or (NO_TEAM_EN if language == "en" else NO_TEAM)

    @property
    def speaks_english(self) -> bool:
        """Whether the organiser wrote anything in English: then what is printed speaks it too.

        Papers and rounds do not count. A preset brings their English along, asked for or not.
        """
        own: tuple[Meeting | VoterGroup | Person, ...] = (self, *self.groups, *self.people)
        return any(map(_has_english, own))

    @property
    def has_single_answers(self) -> bool:
        """Whether some answers are opened one by one, so that boxes must be shuffled."""
        return any(item.is_single for paper in self.papers for item in paper.items)

    def box(self, box_id: str) -> Box:
        """The box of that id; raises KeyError."""
        for box in self.boxes():
            if box.id == box_id:
                return box
        raise KeyError(box_id)

    def list(self, list_id: str) -> PersonList:
        """The list of people of that id; raises KeyError."""
        for each in self.lists:
            if each.id == list_id:
                return each
        raise KeyError(list_id)

    def person(self, person_id: str) -> Person:
        """The person of that id; raises KeyError."""
        for person in self.people:
            if person.id == person_id:
                return person
        raise KeyError(person_id)


def _has_english(thing: Meeting | VoterGroup | Person) -> bool:
    """Whether one of its own texts in English has something in it."""
    return any(getattr(thing, each.name) for each in fields(thing) if each.name.endswith("_en"))

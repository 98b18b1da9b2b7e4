"""The organiser's file, meeting.toml, and the lists and preset it names: read into a `Meeting`.

Everything that is wrong is reported at once, each with file, line and key (or row and column).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from meeting.definition.consistency import CRYPTOGRAPHIC_GROUPS
from meeting.definition.display_names import told_apart
from meeting.definition.marks import MarkColumn
from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.paper import Paper
from meeting.definition.person import Person
from meeting.definition.post import PersonList
from meeting.lists.headings import ListKind
from meeting.lists.marks_list import marks_from, marks_of
from meeting.lists.people_list import PEOPLE, lists_of, people_from
from meeting.lists.roster import ROSTER, Voter, namesakes, roster_from, roster_of
from meeting.lists.row_place import once
from meeting.lists.spreadsheets import Row, read_list
from meeting.organiser.file_places import beside
from meeting.organiser.judging import Judging
from meeting.organiser.person_lists import Membership, person_lists
from meeting.organiser.procedure import read_procedure
from meeting.organiser.settings import organised_settings
from meeting.organiser.stages import read_stages
from meeting.organiser.values import person, shuffles, voter_group
from meeting.presets.filling import Filling, papers_for
from meeting.presets.preset import Preset, Team
from meeting.problem import Problem, Problems
from meeting.rules.kinds import AnyStep
from meeting.rules.numbers import Marks
from meeting.rules.numbers_of_settings import with_settings
from meeting.rules.people_of_lists import with_people
from meeting.toml.notice import read_notice
from meeting.toml.posts import read_posts
from meeting.toml.schema import check_schema
from meeting.toml.steps import read_steps
from meeting.toml.tables import Table, read_toml


@dataclass(frozen=True, slots=True)
class Organised:
    """What an organiser's folder holds: the meeting, and its roster if it has one."""

    meeting: Meeting
    roster: tuple[Voter, ...]
    unshown: tuple[Problem, ...] = ()
    """Characters that no typeface of ours has, in what only screens and reports show."""


def read_organised(
    path: FilePath, note: Callable[[Problem], None] = lambda _note: None
) -> Organised:
    """Read meeting.toml with everything it names. Raises Problem or Problems.

    `note` is called with what was read in the lists and what was left out of them, in any case.
    """
    root = read_toml(path)
    reading = _Reading(root, path.parent, note)
    meeting = reading.meeting()
    voters = reading.roster(meeting.groups)
    root.unknown()
    judging = reading.judging(meeting)
    judging.judge()
    if reading.problems():
        raise Problems(reading.problems())
    return Organised(meeting, voters, tuple(judging.unshown()))


class _Reading:
    """One reading of one file; keeps what is needed to say where something stands."""

    def __init__(self, root: Table, folder: FilePath, note: Callable[[Problem], None]) -> None:
        self._root = root
        self._folder = folder
        self._note = note
        self._people_rows: Sequence[Row] = ()
        self._called: Sequence[tuple[tuple[str, ...], str]] = ()
        self._preset: Preset | None = None
        self._elsewhere: list[Problem] = []
        self._in_roster: list[Problem] = []

    def problems(self) -> list[Problem]:
        """Everything found: the file's own problems by line, then those of its lists."""
        in_lists = [*once(self._elsewhere), *once(self._in_roster)]
        return [*self._root.source.in_order(), *in_lists]

    def meeting(self) -> Meeting:
        """The meeting as far as it can be read."""
        root = self._root
        check_schema(root)
        tellers = root.table("tellers")
        group_name = root.text("cryptographic_group", "Ed25519")
        known = group_name if group_name in CRYPTOGRAPHIC_GROUPS else "Ed25519"
        team = Team(root.text("team", ""), root.text("team_en", ""))
        people = self._people()
        self._read_procedure()
        lists = self._lists(people)
        posts = read_posts(root) or (self._preset.posts if self._preset else ())
        settings = self._settings(len(people))
        papers, rounds = self._papers(Filling(people, team, settings, known, lists, posts))
        rules = self._rules(lists, settings)
        threshold = tellers.number("threshold", stand_in=2)
        meeting = Meeting(
            id=root.text("id"),
            title=root.text("title"),
            title_en=root.text("title_en", ""),
            place=root.text("place", ""),
            place_en=root.text("place_en", ""),
            date=root.day("date"),
            preset="" if self._preset is None else self._preset.id,
            team=team.name,
            team_en=team.name_en,
            groups=tuple(voter_group(table) for table in root.tables("groups")),
            people=people,
            papers=papers,
            rounds=rounds,
            tellers=tellers.texts("names"),
            teller_threshold=threshold,
            minimum_group=root.number("minimum_group", 5, stand_in=5),
            seal_batch=root.number("seal_batch", 0),
            required_shuffles=shuffles(tellers, papers, threshold),
            group_name=group_name,
            rules=rules,
            marks=self._marks(rules, people),
            lists=lists,
            posts=posts,
            notice=read_notice(root),
        )
        tellers.unknown()
        return replace(meeting, stages=read_stages(root, meeting, settings, self._beside))

    def roster(self, groups: tuple[VoterGroup, ...]) -> tuple[Voter, ...]:
        """The roster, empty where the file names none."""
        known = not self._root.source.touched(("groups",))
        rows = self._rows(roster_of(groups) if known else ROSTER)
        if rows is None:
            return ()
        voters, problems = roster_from(rows, groups, groups_are_known=known)
        self._in_roster += problems
        for note in namesakes(rows):
            self._note(note)
        return voters

    def judging(self, meeting: Meeting) -> Judging:
        """What judges the meeting that was read; it adds to the problems."""
        return Judging(self._root, meeting, self._preset, self._people_rows, self._elsewhere)

    def _read_procedure(self) -> None:
        try:
            self._preset = read_procedure(self._root, self._beside)
        except Problem as problem:
            if isinstance(problem, Problems):
                self._keep(problem)
            else:
                self._root.note("preset", problem)

    def _people(self) -> tuple[Person, ...]:
        if not isinstance(self._root.get("people"), str):
            tables = list(self._root.tables("people"))
            self._called = [
                (table.optional_texts("lists"), table.source.where((*table.path, "lists")))
                for table in tables
            ]
            return told_apart(person(index, table) for index, table in enumerate(tables))
        rows = self._rows(PEOPLE)
        if rows is None:
            return ()
        people, problems = people_from(rows)
        self._elsewhere += problems
        self._people_rows = rows
        self._called = [(lists_of(row), row.where("lists")) for row in rows]
        return told_apart(people)

    def _marks(
        self, rules: tuple[AnyStep, ...], people: tuple[Person, ...]
    ) -> tuple[MarkColumn, ...]:
        """The columns that the rules ask for, of the table that the file names."""
        columns = tuple(dict.fromkeys(each.column for each in rules if isinstance(each, Marks)))
        rows = self._rows(marks_of(columns))
        if rows is None or not people:
            return ()
        marks, problems = marks_from(rows, columns, people)
        self._elsewhere += problems
        return marks

    def _settings(self, people: int) -> dict[str, int]:
        if self._preset is None:
            self._root.table("settings", optional=True).names()
            return {}
        if self._is_own and not self._preset.settings:
            return {}
        table = self._root.table("settings", optional=True)
        settings = organised_settings(self._preset, table, people)
        table.unknown()
        return settings

    def _papers(self, filling: Filling) -> tuple[tuple[Paper, ...], tuple[Round, ...]]:
        if self._preset is None:
            return (), ()
        try:
            return papers_for(self._preset, filling), self._preset.rounds
        except Problem as problem:
            problem.where = self._root.source.name
            self._keep(problem)
            return (), self._preset.rounds

    @property
    def _is_own(self) -> bool:
        """Whether the papers stand in the meeting's file itself."""
        return self._preset is not None and not self._preset.id

    def _rules(
        self, lists: tuple[PersonList, ...], settings: dict[str, int]
    ) -> tuple[AnyStep, ...]:
        if self._is_own or not self._root.has("rules"):
            steps = self._preset.rules if self._preset else ()
        else:
            steps = read_steps(self._root, settings)
        people = {each.id: each.people for each in lists}
        return tuple(with_settings(with_people(step, people), settings) for step in steps)

    def _lists(self, people: tuple[Person, ...]) -> tuple[PersonList, ...]:
        declared = self._preset.lists if self._preset else ()
        memberships = [
            Membership(person, called, where)
            for person, (names, where) in zip(people, self._called, strict=False)
            for called in names
        ]
        lists, problems = person_lists(declared, self._root, people, memberships)
        self._elsewhere += problems
        return lists

    def _rows(self, kind: ListKind) -> Sequence[Row] | None:
        """Read a list that the file names; None where there is none or it cannot be read."""
        root = self._root
        if not root.has(kind.key):
            return None
        name = root.text(kind.key)
        sheet = root.text(f"{kind.key}_sheet", "")
        hidden = root.boolean(f"{kind.key}_hidden", default=False)
        if not name:
            return None
        try:
            read = read_list(self._beside(name), kind, sheet=sheet, hidden=hidden)
        except Problem as problem:
            self._keep(problem)
            return None
        for note in read.notes:
            self._note(note)
        self._elsewhere += read.problems
        return read.rows or None

    def _beside(self, name: str) -> FilePath:
        return beside(self._folder, name, self._root.source.name)

    def _keep(self, problem: Problem) -> None:
        if isinstance(problem, Problems):
            self._elsewhere.extend(problem.problems)
        else:
            self._elsewhere.append(problem)

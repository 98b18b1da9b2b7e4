"""The organiser's file, meeting.toml, and the lists and preset it names: read into a `Meeting`.

Everything that is wrong is reported at once, each with file, line and key (or row and column).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from meeting.definition.consistency import CRYPTOGRAPHIC_GROUPS, check_meeting
from meeting.definition.display_names import told_apart
from meeting.definition.marks import MarkColumn
from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.mistakes import Path, place
from meeting.definition.paper import Paper
from meeting.definition.person import Person
from meeting.feasibility.showable import unshown
from meeting.feasibility.workable import check_workable
from meeting.lists.headings import ListKind
from meeting.lists.marks_list import marks_from, marks_of
from meeting.lists.people_list import PEOPLE, people_from, place_in
from meeting.lists.roster import ROSTER, Voter, namesakes, roster_from, roster_of
from meeting.lists.row_place import once
from meeting.lists.spreadsheets import Row, read_list, rows_place
from meeting.names import name_key
from meeting.organiser.file_places import beside, in_file, with_group
from meeting.organiser.settings import organised_settings
from meeting.organiser.values import person, shuffles, voter_group
from meeting.presets import load_preset, no_preset
from meeting.presets.file import read_preset
from meeting.presets.preset import Preset, Team
from meeting.problem import Problem, Problems
from meeting.rules.kinds import AnyStep
from meeting.rules.numbers import Marks
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
    reading.judge(meeting)
    if reading.problems():
        raise Problems(reading.problems())
    return Organised(meeting, voters, tuple(reading.unshown(meeting)))


class _Reading:
    """One reading of one file; keeps what is needed to say where something stands."""

    def __init__(self, root: Table, folder: FilePath, note: Callable[[Problem], None]) -> None:
        self._root = root
        self._folder = folder
        self._note = note
        self._people_rows: Sequence[Row] = ()
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
        team = Team(root.text("team", ""), root.text("team_en", ""))
        people = self._people()
        papers, rounds = self._papers(people, team, group_name)
        rules = self._rules()
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
        )
        tellers.unknown()
        return meeting

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

    def judge(self, meeting: Meeting) -> None:
        """Note what makes the meeting impossible, leaving out what follows from other problems."""
        source = self._root.source
        impossible = check_meeting(meeting)
        possible = not impossible and not source.touched(("settings",))
        mistakes = [
            (path, problem)
            for path, problem in (*impossible, *check_workable(meeting, possible=possible))
            if not source.touched(in_file(path)) and not self._follows(path)
        ]
        people_are_wrong = any(path[0] == "people" for path, _ in mistakes)
        for path, problem in mistakes:
            if path[0] == "people" and self._people_rows:
                self._judge_row(path[1:], problem, meeting)
            elif path[0] in ("papers", "rounds") or (path[0] == "rules" and self._preset_rules):
                self._judge_paper(path, problem, meeting, people_are_wrong=people_are_wrong)
            else:
                problem.where = with_group(source.where(in_file(path)), path, meeting)
                source.note(in_file(path), problem)

    def unshown(self, meeting: Meeting) -> Iterator[Problem]:
        """Yield what screens and reports may not be able to show, with its place."""
        for path, problem in unshown(meeting):
            if path[0] == "people" and self._people_rows:
                problem.where = place_in(self._people_rows, path[1:])
            elif path[0] in ("papers", "rounds"):
                problem.where = f"{meeting.preset} {place(path, first=1)}"
            else:
                problem.where = with_group(self._root.source.where(in_file(path)), path, meeting)
            yield problem

    def _follows(self, path: Path) -> bool:
        """Say whether a mistake only repeats that people, preset or settings are wrong."""
        if path[0] == "required_shuffles":  # whether any are needed, the papers decide
            return self._preset is None or self._root.source.touched(("settings",))
        if path[0] in ("papers", "rounds", "preset", "rules"):
            return self._preset is None or not self._people_are_read()
        return path[0] == "people" and not self._people_are_read()

    def _people_are_read(self) -> bool:
        listed = isinstance(self._root.get("people"), str)
        return bool(self._people_rows) if listed else not self._root.source.touched(("people",))

    def _judge_row(self, path: Path, problem: Problem, meeting: Meeting) -> None:
        """A person is wrong in the list, unless it is told already that the cell is."""
        rows, people = self._people_rows, meeting.people
        if len(path) > 1 and str(path[1]) in rows[int(path[0])].unclear:
            return
        problem.where = place_in(rows, path)
        if problem.code == "name-twice":
            keys = [name_key(person.display_name) for person in people]
            same = keys[int(path[0])]
            sharing = [row for row, key in zip(rows, keys, strict=True) if key == same]
            problem.where = rows_place(sharing, "name")
        self._elsewhere.append(problem)

    def _judge_paper(
        self, path: Path, problem: Problem, meeting: Meeting, *, people_are_wrong: bool
    ) -> None:
        """A paper is wrong in the preset; where the people are wrong it only repeats that."""
        if not people_are_wrong:
            problem.where = f"{meeting.preset} {place(path, first=1)}"
            self._elsewhere.append(problem)

    def _people(self) -> tuple[Person, ...]:
        if not isinstance(self._root.get("people"), str):
            return told_apart(
                person(index, table) for index, table in enumerate(self._root.tables("people"))
            )
        rows = self._rows(PEOPLE)
        if rows is None:
            return ()
        people, problems = people_from(rows)
        self._elsewhere += problems
        self._people_rows = rows
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

    def _papers(
        self, people: tuple[Person, ...], team: Team, group_name: str
    ) -> tuple[tuple[Paper, ...], tuple[Round, ...]]:
        name = self._root.text("preset") if self._root.has("preset") else ""
        table = self._root.table("settings", optional=True)
        if not name:
            if not self._root.source.touched(("preset",)):
                self._root.note("preset", no_preset())
            table.names()
            return (), ()
        try:
            self._preset = self._load(name)
        except Problem as problem:
            table.names()
            if isinstance(problem, Problems):
                self._keep(problem)
            else:
                self._root.note("preset", problem)
            return (), ()
        settings = organised_settings(self._preset, table, len(people))
        table.unknown()
        known = group_name if group_name in CRYPTOGRAPHIC_GROUPS else "Ed25519"
        return self._preset.papers_for(people, team, settings, known), self._preset.rounds

    @property
    def _preset_rules(self) -> bool:
        """Whether the rules are those of the preset: the file has none of its own."""
        return not self._root.has("rules")

    def _rules(self) -> tuple[AnyStep, ...]:
        if self._preset_rules:
            return self._preset.rules if self._preset else ()
        return read_steps(self._root)

    def _load(self, name: str) -> Preset:
        if name.endswith(".toml"):
            return read_preset(self._beside(name))
        return load_preset(name)

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

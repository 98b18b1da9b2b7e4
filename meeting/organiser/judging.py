"""What is wrong with a meeting as a whole, each at the place where its organiser wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meeting.continuing.rehearsal import rehearse
from meeting.definition.consistency import check_meeting
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Path, place
from meeting.feasibility.showable import unshown
from meeting.feasibility.workable import check_workable
from meeting.lists.people_list import place_in
from meeting.lists.spreadsheets import Row, rows_place
from meeting.names import name_key
from meeting.organiser.file_places import in_file, with_group
from meeting.presets.preset import Preset
from meeting.problem import Problem
from meeting.toml.tables import Table

_OF_PROCEDURE = ("papers", "rounds", "rules", "posts", "lists")
"""What a preset may hold, or the meeting's file itself."""


class Judging:
    """Judges one meeting that was read from `root`, with its procedure and its list of people.

    What is wrong in the file is noted in `root`; what is wrong elsewhere is added to `elsewhere`.
    """

    def __init__(
        self,
        root: Table,
        meeting: Meeting,
        preset: Preset | None,
        people_rows: Sequence[Row],
        elsewhere: list[Problem],
    ) -> None:
        self._root = root
        self._meeting = meeting
        self._preset = preset
        self._people_rows = people_rows
        self._elsewhere = elsewhere
        self._questions: set[object] = set()

    def judge(self) -> None:
        """Note what makes the meeting impossible, leaving out what follows from other problems."""
        source, meeting = self._root.source, self._meeting
        impossible = check_meeting(meeting)
        if not impossible and not source.problems:
            impossible = [*rehearse(meeting)]
        possible = not impossible and not source.touched(("settings",))
        mistakes = [
            (path, problem)
            for path, problem in (*impossible, *check_workable(meeting, possible=possible))
            if not source.touched(in_file(path)) and not self._follows(path)
        ]
        people_are_wrong = any(path[0] == "people" for path, _ in mistakes)
        for path, problem in mistakes:
            if path[0] == "people" and self._people_rows:
                self._judge_row(path[1:], problem)
            elif self._is_of_procedure(path):
                self._judge_procedure(path, problem, people_are_wrong=people_are_wrong)
            else:
                where = with_group(source.where(in_file(path)), path, meeting)
                problem.where = problem.where or where
                source.note(in_file(path), problem)

    def unshown(self) -> Iterator[Problem]:
        """Yield what screens and reports may not be able to show, with its place."""
        for path, problem in unshown(self._meeting):
            if path[0] == "people" and self._people_rows:
                problem.where = place_in(self._people_rows, path[1:])
            elif self._is_of_procedure(path):
                problem.where = self._place(path)
            else:
                source = self._root.source
                problem.where = with_group(source.where(in_file(path)), path, self._meeting)
            yield problem

    @property
    def _is_own(self) -> bool:
        """Whether the papers stand in the meeting's file itself."""
        return self._preset is not None and not self._preset.id

    def _is_of_procedure(self, path: Path) -> bool:
        """Whether the file does not hold it as the definition does: a preset, or papers to fill."""
        if path[0] in ("rules", "posts"):
            return not self._root.has(str(path[0]))
        return path[0] in ("papers", "rounds", "lists")

    def _follows(self, path: Path) -> bool:
        """Say whether a mistake only repeats that people, preset or settings are wrong."""
        if path[0] == "required_shuffles":  # whether any are needed, the papers decide
            return self._preset is None or self._root.source.touched(("settings",))
        if path[0] in (*_OF_PROCEDURE, "preset"):
            return self._preset is None or not self._people_are_read() or self._is_misread(path)
        return path[0] == "people" and not self._people_are_read()

    def _is_misread(self, path: Path) -> bool:
        """Whether what was read of the file's own papers is wrong already."""
        touched = self._root.source.touched
        wrong = any(touched((each,)) for each in ("papers", "rounds", "lists", "posts"))
        return wrong and (self._is_own or path[0] in ("lists", "posts", "rules"))

    def _people_are_read(self) -> bool:
        listed = isinstance(self._root.get("people"), str)
        return bool(self._people_rows) if listed else not self._root.source.touched(("people",))

    def _judge_row(self, path: Path, problem: Problem) -> None:
        """A person is wrong in the list, unless it is told already that the cell is."""
        rows, people = self._people_rows, self._meeting.people
        if len(path) > 1 and str(path[1]) in rows[int(path[0])].unclear:
            return
        problem.where = place_in(rows, path)
        if problem.code == "name-twice":
            keys = [name_key(person.display_name) for person in people]
            same = keys[int(path[0])]
            sharing = [row for row, key in zip(rows, keys, strict=True) if key == same]
            problem.where = rows_place(sharing, "name")
        self._elsewhere.append(problem)

    def _judge_procedure(self, path: Path, problem: Problem, *, people_are_wrong: bool) -> None:
        """A paper is wrong in the preset; where the people are wrong it only repeats that."""
        if not people_are_wrong and not self._told_of_another(path, problem):
            problem.where = self._place(path)
            self._elsewhere.append(problem)

    def _told_of_another(self, path: Path, problem: Problem) -> bool:
        """Whether the same was told of the same question about somebody else."""
        if path[0] != "papers" or path[2:3] != ("items",) or not path[3:]:
            return False
        paper = self._meeting.papers[int(path[1])]
        question = (paper.id, paper.items[int(path[3])].name, path[4:], problem.code)
        if question in self._questions:
            return True
        self._questions.add(question)
        return False

    def _place(self, path: Path) -> str:
        """Where a filled-in paper is wrong: its place in the definition, and whose it is."""
        if not self._is_own:
            return f"{self._meeting.preset} {place(path, first=1)}"
        source = self._root.source
        line, _space, _path = source.where(path[:2]).partition(" ")
        return f"{line} {place(path, first=1)}"

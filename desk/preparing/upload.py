"""A list that was uploaded or pasted: kept only where the meeting can be read with it."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

from tomlkit.toml_document import TOMLDocument

from desk.preparing.draft import Draft
from desk.preparing.step import Step
from meeting.definition.meeting import VoterGroup
from meeting.files import read_plain, write_atomically
from meeting.lists.headings import ListKind
from meeting.lists.people_list import PEOPLE
from meeting.lists.roster import ROSTER, roster_from, roster_of
from meeting.lists.row_place import RowPlace
from meeting.lists.spreadsheets import MOST_BYTES, Row, parse_list
from meeting.problem import Problem, Problems

SUFFIXES = (".xlsx", ".csv")
SPARE = 10
"""Percent of spare slips, at least two."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in a list: its rows, and what is wrong, beside the row or with the whole."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]

    def of_row(self, number: int) -> list[Problem]:
        """What is wrong in this row."""
        return [each for each in self.problems if number in rows_of(each)]

    def of_all(self) -> list[Problem]:
        """What is wrong with the list, in no row of its own."""
        return [each for each in self.problems if not rows_of(each)]


@dataclass(frozen=True, slots=True)
class Given:
    """A list as it was given: its bytes, and the name of its file."""

    step: Step
    data: bytes
    name: str

    @property
    def file(self) -> str:
        """Under which name it lies in a draft."""
        suffix = PurePath(self.name).suffix.lower()
        return f"{self.step}{suffix if suffix in SUFFIXES else '.csv'}"

    def put_into(self, draft: Draft) -> Read:
        """Put it into a draft, in place of the list before, if there is nothing wrong with it."""
        groups = groups_of(draft.document())
        kind = PEOPLE if self.step is Step.PEOPLE else roster_of(groups) if groups else ROSTER
        read = self._parsed(kind)
        if not read.rows:
            return read
        with TemporaryDirectory(dir=draft.folder.parent, prefix=".trial-") as trial:
            copy = Draft(Path(shutil.copytree(draft.folder, Path(trial) / "draft")))
            self._write(copy, read.rows, groups)
            found = Read(read.rows, tuple(copy.look().of(self.step)))
        if not found.problems:
            self._write(draft, read.rows, groups)
        return found

    def _parsed(self, kind: ListKind) -> Read:
        try:
            found = parse_list(self.data, self.file, kind)
        except Problems as several:
            return Read((), several.problems)
        except Problem as one:
            return Read((), (one,))
        return Read(found.rows, found.problems)

    def _write(self, draft: Draft, rows: Sequence[Row], groups: Sequence[VoterGroup]) -> None:
        document = draft.document()
        write_atomically(draft.folder / self.file, self.data)
        document[str(self.step)] = self.file
        for option in (f"{self.step}_sheet", f"{self.step}_hidden"):
            document.pop(option, None)
        if self.step is Step.ROSTER:
            _put_sizes(document, sized_by(rows, groups))
        draft.save(document)


def rows_in(draft: Draft, kind: ListKind) -> tuple[Row, ...]:
    """The rows of the list that a draft has; none where it is empty or cannot be read."""
    name = str(draft.document().get(kind.key, ""))
    try:
        return parse_list(read_plain(draft.folder, name, MOST_BYTES) or b"", name, kind).rows
    except Problem:
        return ()


def rows_of(problem: Problem) -> tuple[int, ...]:
    """The rows in which a problem stands."""
    return problem.where.rows if isinstance(problem.where, RowPlace) else ()


def groups_of(document: TOMLDocument) -> tuple[VoterGroup, ...]:
    """The voter groups as far as a roster needs them."""
    return tuple(
        VoterGroup(
            id=str(each.get("id", "")),
            name=str(each.get("name", "")),
            name_en=str(each.get("name_en", "")),
            description="",
            description_en="",
            size=0,
            slips=0,
        )
        for each in document.get("groups", ())
    )


def sized_by(rows: Sequence[Row], groups: Sequence[VoterGroup]) -> tuple[VoterGroup, ...]:
    """The groups, each with as many voters as the roster names."""
    voters, _ = roster_from(rows, tuple(groups))
    sizes = Counter(voter.group for voter in voters)
    return tuple(replace(each, size=sizes[each.id]) for each in groups)


def _put_sizes(document: TOMLDocument, groups: Sequence[VoterGroup]) -> None:
    """Write the size of each group and its slips, spare ones among them."""
    sizes = {each.id: each.size for each in groups}
    for table in document.get("groups", ()):
        size = sizes.get(str(table.get("id")), 0)
        table["size"] = size
        table["slips"] = size + max(2, -(-size * SPARE // 100)) if size else 0

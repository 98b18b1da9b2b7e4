"""Who of a meeting's roster came, and how many slips were given out: a file of its own.

SQLite keeps no log of it after a change (TRUNCATE, secure_delete), so that nothing but the present
state stands in the file. Whoever compares two copies of the file made at two times learns who came
between: there should be none.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from threading import Lock

from sqlalchemy import insert, select, update

from desk.attendance.models import Came, Expected, Slips
from desk.attendance.search import Index, Person
from desk.problem import Problem
from desk.store.database import Database
from meeting.language import N_
from meeting.lists.roster import Voter

FILE = "attendance.sqlite"
MIGRATIONS = Path(__file__).parent / "migrations"
PRAGMAS = (
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
)
_MAKING = Lock()


@dataclass(frozen=True, slots=True)
class Counts:
    """Slips of one box; the spoiled ones are among those given out."""

    opened: int = 0
    given: int = 0
    spoiled: int = 0
    left: int = 0

    @property
    def agree(self) -> bool:
        """Whether 拆封 = 实发 + 剩余, and no more were spoiled than given out."""
        return self.opened == self.given + self.left and self.spoiled <= self.given


class Attendance:
    """The attendance of one meeting, for any number of threads."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, PRAGMAS)
        self._database.bring_up_to_date(MIGRATIONS)
        with self._database.reading() as session:
            rows = session.scalars(select(Expected).order_by(Expected.place))
            self.people = [Person(e.place, e.name, e.unit, e.post, e.group) for e in rows]
        self.index = Index(self.people)
        self.expected = Counter(each.group for each in self.people)

    def came(self) -> bytes:
        """A byte for each place: 1 where that person came. Raises Problem."""
        with self._database.reading() as session:
            return session.scalars(select(Came.flags)).one()

    def present(self) -> Counter[str]:
        """How many came, by group. Raises Problem."""
        flags = self.came()
        return Counter(each.group for each in self.people if flags[each.place])

    def mark(self, place: int, *, came: bool) -> bool:
        """Note that somebody came, or take it back; False where it stood so already.

        Raises IndexError where there is no such place, and Problem.
        """
        if not 0 <= place < len(self.people):
            raise IndexError(place)
        with self._database.writing() as session:
            flags = bytearray(session.scalars(select(Came.flags)).one())
            if flags[place] == came:
                return False
            flags[place] = came
            session.execute(update(Came).values(flags=bytes(flags)))
        return True

    def slips(self) -> dict[str, Counts]:
        """The slips by box. Raises Problem."""
        with self._database.reading() as session:
            return {
                each.box: Counts(each.opened, each.given, each.spoiled, each.left)
                for each in session.scalars(select(Slips))
            }

    def count(self, changes: Mapping[str, tuple[Counts, Counts]]) -> None:
        """Put new counts in place of those that were shown, all of them or none. Raises Problem.

        Where another device changed one in the meantime, nothing changes and that is said.
        """
        names = ("opened", "given", "spoiled", "left")
        with self._database.writing() as session:
            for box, (shown, new) in changes.items():
                stands = session.get_one(Slips, box)
                if tuple(getattr(stands, name) for name in names) != astuple(shown):
                    raise Problem(
                        "attendance-changed",
                        N_(
                            "Another device changed these numbers in the meantime. Look at them "
                            "again, then enter yours."
                        ),
                    )
                for name, value in zip(names, astuple(new), strict=True):
                    setattr(stands, name, value)

    def dispose(self) -> None:
        """Let all connections go."""
        self._database.dispose()


def make(path: Path, roster: Sequence[Voter], boxes: Sequence[str]) -> None:
    """Make the file from a roster unless it is there, in places drawn at random. Raises Problem."""
    with _MAKING:
        if path.exists():
            return
        drawn = list(roster)
        secrets.SystemRandom().shuffle(drawn)
        unfinished = path.with_name(f".{path.name}.new")
        unfinished.unlink(missing_ok=True)
        database = Database(unfinished, PRAGMAS)
        database.bring_up_to_date(MIGRATIONS)
        with database.writing() as session:
            session.execute(insert(Came).values(row=1, flags=bytes(len(drawn))))
            for place, each in enumerate(drawn):
                session.add(
                    Expected(
                        place=place,
                        name=each.name,
                        unit=each.unit,
                        post=each.post,
                        group=each.group,
                    )
                )
            for box in boxes:
                session.add(Slips(box=box, opened=0, given=0, spoiled=0, left=0))
        database.dispose()
        os.replace(unfinished, path)  # noqa: PTH105 - in one step, or not at all
        path.with_name(f"{unfinished.name}-journal").unlink(missing_ok=True)

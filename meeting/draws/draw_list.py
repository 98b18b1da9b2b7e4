"""The list that is drawn from: its entries, what for, and how many of them.

Its hash decides the draw, together with the meeting (`crypto.draws`). So everything that people
should agree on before the draw stands in it, and a list that differs in anything is another draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from crypto.canonical import JSON, array, dumps, fields, hex_digest, integer, sha256_hex
from crypto.json_values import text
from crypto.place import Part, Place
from meeting.definition.mistakes import Mistake, attempt, distinct, within
from meeting.definition.wording import check_id, check_text
from meeting.problem import Problem

VERSION = 1
MOST_ENTRIES = 10_000
LONGEST_ENTRY = 100
LONGEST_PURPOSE = 200
_FORMULA = frozenset("=+-@＝＋－＠")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True, slots=True)
class DrawList:
    """A list of the meeting of this fingerprint; `take` entries are drawn. `name` is an id.

    What `mistakes` tells is not looked at before.
    """

    meeting: str
    name: str
    purpose: str
    take: int
    entries: tuple[str, ...]

    @property
    def hash(self) -> str:
        """The SHA-256 of its canonical text, in hexadecimal."""
        return sha256_hex(dumps(self.to_json()))

    def to_json(self) -> dict[str, JSON]:
        """As it stands in draw.json."""
        return {
            "version": VERSION,
            "meeting": self.meeting,
            "name": self.name,
            "purpose": self.purpose,
            "take": self.take,
            "entries": list(self.entries),
        }

    @classmethod
    def from_json(cls, value: JSON, where: Place) -> Self:
        """Read what `to_json` wrote; raises ParseError."""
        names = ("version", "meeting", "name", "purpose", "take", "entries")
        found = fields(value, names, where=where)
        integer(found["version"], where / Part("version"), least=VERSION, most=VERSION)
        at = where / Part("entries")
        listed = array(found["entries"], at, least=1, most=MOST_ENTRIES)
        return cls(
            hex_digest(found["meeting"], where / Part("meeting")),
            text(found["name"], where / Part("name")),
            text(found["purpose"], where / Part("purpose")),
            integer(found["take"], where / Part("take"), least=1, most=MOST_ENTRIES),
            tuple(text(each, at / number) for number, each in enumerate(listed)),
        )

    def mistakes(self) -> Iterator[Mistake]:
        """Whatever keeps people who read the list from seeing the same one, or drawing from it."""
        yield from attempt(("name",), check_id, self.name)
        yield from attempt(("purpose",), check_text, self.purpose, limit=LONGEST_PURPOSE)
        for index, entry in enumerate(self.entries):
            yield from attempt(("entries", index), check_text, entry, limit=LONGEST_ENTRY)
            yield from attempt(("entries", index), _check_shown, entry)
        yield from distinct(("entries",), self.entries, "", "draw-entry-twice")
        yield from within(("take",), self.take, 1, len(self.entries))


def _check_shown(entry: str) -> None:
    if entry[:1] in _FORMULA:
        raise Problem(
            "draw-entry-formula",
            "{entry!r} begins as a formula does, so that a spreadsheet would show something else. "
            "Write it in another way.",
            entry=entry,
        )

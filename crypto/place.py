"""Where something stands: a value that grows from the inside out, put into words only at the edge.

Whoever finds a fault knows the field; whoever reads the answer adds the question, and whoever reads
the record the event. Each adds its step (`Refused.at`, or a place handed inwards), and whoever
tells of it, to a person or a program, reads the steps; nothing takes words apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class File:
    """A file, by its name in the folder that is looked at."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class EventAt:
    """An event of a record's chain, by its height; `member` is the one it was read from."""

    height: int
    member: MemberAt | None = None

    def __str__(self) -> str:
        return f"event {self.height}" + (f" ({self.member})" if self.member else "")


@dataclass(frozen=True, slots=True)
class MemberAt:
    """A member of an archive: its index (the archive's header is 0), name, and first block."""

    index: int
    name: str
    block: int

    def __str__(self) -> str:
        return f"member {self.index} {self.name} at block {self.block}"


@dataclass(frozen=True, slots=True)
class BlockAt:
    """A block of an archive, of 512 bytes."""

    number: int

    def __str__(self) -> str:
        return f"block {self.number}"


@dataclass(frozen=True, slots=True)
class ReceiptOf:
    """A receipt, by the fingerprint of its ballot."""

    fingerprint: str

    def __str__(self) -> str:
        return f"receipt {self.fingerprint}"


@dataclass(frozen=True, slots=True)
class Part:
    """A named part of what stands before it, written as a word of its own."""

    name: str

    def __str__(self) -> str:
        return self.name


Step: TypeAlias = File | EventAt | MemberAt | BlockAt | ReceiptOf | Part | str | int
"""A str is a field of an object, an int an item of an array."""


@dataclass(frozen=True, slots=True)
class Place:
    """The way to a place, from the outside in; without steps it is not known."""

    steps: tuple[Step, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.steps)

    def __truediv__(self, inner: Step | Place) -> Place:
        """The place further inside: `place / "answers" / 3`."""
        return Place((*self.steps, *(inner.steps if isinstance(inner, Place) else (inner,))))

    def __str__(self) -> str:
        """The exact place, such as `event 17.answers[3].choices[0].alpha`."""
        told = ""
        for step in self.steps:
            if isinstance(step, int):
                told += f"[{step}]"
            else:
                told += f"{_mark(step) if told else ''}{step}"
        return told

    @property
    def file(self) -> str:
        """The file that it names; empty where it names none."""
        return next((step.name for step in self.steps if isinstance(step, File)), "")

    @property
    def event(self) -> int | None:
        """The height of the event."""
        return next((step.height for step in self.steps if isinstance(step, EventAt)), None)

    @property
    def member(self) -> MemberAt | None:
        """The member of the archive, or the one that the event was read from."""
        for step in self.steps:
            if isinstance(step, MemberAt):
                return step
            if isinstance(step, EventAt) and step.member is not None:
                return step.member
        return None

    @property
    def block(self) -> int | None:
        """The block of the archive."""
        member = self.member
        if member is not None:
            return member.block
        return next((step.number for step in self.steps if isinstance(step, BlockAt)), None)

    @property
    def receipt(self) -> str:
        """The fingerprint of the receipt; empty where it is in none."""
        return next((each.fingerprint for each in self.steps if isinstance(each, ReceiptOf)), "")

    @property
    def question(self) -> int | None:
        """The question, counted from 0 as in the record."""
        return self.index_in("answers", "result")

    @property
    def answer(self) -> int | None:
        """The answer to a question, or the option of it, counted from 0."""
        found = self.index_in("choices", "individual_proofs")
        return self.second_index_in("result") if found is None else found

    def index_in(self, *names: str) -> int | None:
        """The index of the item that is meant in an array of one of these names."""
        return self._after(names, 1)

    def second_index_in(self, *names: str) -> int | None:
        """The index in the array that is itself an item of one of these names."""
        return self._after(names, 2)

    def _after(self, names: tuple[str, ...], count: int) -> int | None:
        for at, step in enumerate(self.steps):
            name = step.name if isinstance(step, Part) else step
            following = self.steps[at + 1 : at + 1 + count]
            indexes = [each for each in following if isinstance(each, int)]
            if name in names and len(indexes) == count:
                return indexes[-1]
        return None


def _mark(step: Step) -> str:
    """What is written before a step that is not the first one."""
    return "." if isinstance(step, str) else " "


def at_event(height: int) -> Place:
    """The place of an event of a record."""
    return Place((EventAt(height),))


def in_file(name: str) -> Place:
    """The place of a file."""
    return Place((File(name),))


NOWHERE = Place()
"""The place of what stands nowhere in particular, or is not known."""

Where: TypeAlias = Place | str
"""A place, or the name of the one field that it is."""


def place_of(where: Where) -> Place:
    """The place; a name is that of a field, and an empty one no place at all."""
    if isinstance(where, Place):
        return where
    return Place((where,)) if where else NOWHERE

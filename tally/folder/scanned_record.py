"""A record as one scan found it, so that a command that looks at it twice scans it once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from crypto.errors import Refused
from crypto.record.record import Record, scan_record
from crypto.record.stored import Source


@dataclass(frozen=True, slots=True)
class ScannedRecord:
    """What can be read of a record of `size` bytes, and every problem of archive and chain."""

    record: Record | None = field(repr=False)
    problems: tuple[Refused, ...]
    size: int

    @classmethod
    def of(cls, data: Source) -> Self:
        """Scan these bytes."""
        record, problems = scan_record(data)
        return cls(record, tuple(problems), len(data))

    def sound(self) -> Record:
        """The record; raises Refused with the place of the first problem, if there is any."""
        if self.problems or self.record is None:
            raise self.problems[0]
        return self.record

"""The archive `.bel`: the file that holds the record of one box (Belenios specification 4.4).

The first member is named BELENIOS and holds `{"version":1,"timestamp":"<seconds>"}`. Data and
events follow, each named after the SHA-256 of its content, and nothing follows them: a file ends
with its last member, without the zero blocks of other tar files. It grows only at its end.

There is one way to write an archive, so a reader demands that writing what it read gives the same
bytes again. The timestamp is the only thing in the file that no hash covers; it has no meaning
beyond being the same everywhere.

`scan_archive` reads as much as can be read and lists every problem; `read_archive` raises the
first one. What is damaged is left out: every `Member` handed on has the content its name states.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crypto.errors import RecordError, Refused
from crypto.place import BlockAt, Place, Where
from crypto.record.archive_member import (
    ARCHIVE_HEADER_NAME,
    BLOCK,
    LARGEST_NUMBER,
    HeaderFields,
    Member,
    MemberKind,
    header_block,
    member_bytes,
    member_place,
    padding,
    read_header_block,
)
from crypto.record.stored import Extent, Source, Window

_HEADER_JSON = re.compile(rb'\{"version":1,"timestamp":"(0|[1-9][0-9]{0,10})"\}', re.ASCII)
_MEMBER_NAME = re.compile(r"([0-9a-f]{64})\.(data|event)\.json", re.ASCII)


@dataclass(frozen=True, slots=True)
class Archive:
    """The content of an archive: when it was begun, in seconds, and its members in file order."""

    timestamp: int
    members: tuple[Member, ...]

    @property
    def size(self) -> int:
        """The bytes of the whole file."""
        blocks = sum(member.blocks for member in self.members)
        return len(archive_header(self.timestamp)) + BLOCK * blocks

    def to_bytes(self) -> bytes:
        """The whole file."""
        return b"".join(
            [archive_header(self.timestamp)]
            + [member_bytes(member, self.timestamp) for member in self.members]
        )


def archive_header(timestamp: int) -> bytes:
    """The first member of an archive begun at `timestamp` (seconds)."""
    data = b'{"version":1,"timestamp":"%d"}' % timestamp
    return header_block(ARCHIVE_HEADER_NAME, len(data), timestamp) + data + padding(len(data))


def read_archive(data: Source) -> Archive:
    """The archive in these bytes; raises RecordError with the place of the first problem."""
    archive, problems = scan_archive(data)
    if problems:
        raise problems[0]
    return archive


def scan_archive(data: Source) -> tuple[Archive, list[Refused]]:
    """All intact members of these bytes, and every problem with its place, in file order.

    The data of the members stays where it is; events are short and are held.
    """
    scan = _Scan(data, data if isinstance(data, bytes) else Window(data))
    scan.run()
    archive = Archive(scan.timestamp, tuple(scan.members))
    if not scan.problems and not _gives(archive, scan.data):
        scan.problems.append(RecordError("archive-bytes", "writing the archive gives other bytes"))
    return archive, scan.problems


def _gives(archive: Archive, data: bytes | Window) -> bool:
    """Whether writing the archive that was read from `data` gives these bytes again.

    The content of a member is that of its place; everything else is written and compared.
    """
    header = archive_header(archive.timestamp)
    end = len(header)
    if data[:end] != header:
        return False
    for member in archive.members:
        written = header_block(member.name, member.size, archive.timestamp)
        start = end + BLOCK
        if member.block != end // BLOCK or data[end:start] != written:
            return False
        filled = padding(member.size)
        end = start + member.size + len(filled)
        if data[start + member.size : end] != filled:
            return False
    return end == len(data)


@dataclass(slots=True)
class _Scan:
    """One pass over `data` of `source`; `offset` is where the next header should begin."""

    source: Source
    data: bytes | Window
    offset: int = field(init=False)
    index: int = field(init=False)
    timestamp: int = field(init=False)
    members: list[Member] = field(default_factory=list)
    problems: list[Refused] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def run(self) -> None:
        """Read the header, then member after member to the end of the file."""
        self._archive_header()
        while self.offset < len(self.data):
            self._member()

    def _report(self, code: str, detail: str, where: Where) -> None:
        self.problems.append(RecordError(code, detail, where=where))

    def _archive_header(self) -> None:
        """Read the first member. Without it, the first legible member tells the timestamp."""
        found = read_header_block(self.data[:BLOCK])
        content = self.data[BLOCK : BLOCK + min(found.size, BLOCK)] if found else b""
        match = _HEADER_JSON.fullmatch(content)
        if match and int(match[1]) <= LARGEST_NUMBER:
            self.timestamp = int(match[1])
            expected = archive_header(self.timestamp)
            if self.data[: len(expected)] != expected:
                self._report(
                    "archive-header",
                    "the header's blocks differ from those that its timestamp demands",
                    member_place(0, ARCHIVE_HEADER_NAME, 0),
                )
            self.offset, self.index = len(expected), 1
            return
        self._report(
            "archive-header",
            'expected a first member BELENIOS holding {"version":1,"timestamp":"<seconds>"}',
            member_place(0, ARCHIVE_HEADER_NAME, 0),
        )
        offset, first = next(self._headers_from(0), (len(self.data), None))
        self.timestamp = first.timestamp if first else 0
        self.offset = offset
        self.index = 0 if offset == 0 else 1

    def _headers_from(self, offset: int) -> Iterator[tuple[int, HeaderFields]]:
        """The faultless headers of data and events in the blocks from `offset` on.

        No block of a member's own content looks like one, because content holds no zero bytes.
        """
        for start in range(offset, len(self.data) - BLOCK + 1, BLOCK):
            fields = read_header_block(self.data[start : start + BLOCK])
            if fields and fields.fault is None and _MEMBER_NAME.fullmatch(fields.name):
                yield start, fields

    def _skip(self) -> None:
        """Go to the next faultless header after a member whose extent cannot be trusted."""
        self.offset, _ = next(self._headers_from(self.offset + BLOCK), (len(self.data), None))

    def _member(self) -> None:
        """Read the member at `offset` and move on to the next one."""
        start, index = self.offset, self.index
        self.index += 1
        block = self.data[start : start + BLOCK]
        fields = read_header_block(block)
        name = fields.name if fields else "(illegible)"
        where = member_place(index, name if name.isprintable() else repr(name), start // BLOCK)
        if len(block) < BLOCK:
            self._report(
                "archive-truncated", f"the file ends {len(block)} bytes into a block", where
            )
            self.offset = len(self.data)
        elif not any(block):
            self._zero_blocks(start)
        elif fields is None:
            self._report(
                "archive-block", "no member's header: its size or time is illegible", where
            )
            self._skip()
        else:
            if fields.fault:
                self._report("archive-block", f"the header's {fields.fault} is wrong", where)
            if fields.timestamp != self.timestamp:
                detail = f"time {fields.timestamp}, the archive's is {self.timestamp}"
                self._report("archive-time", detail, where)
            self._content(fields, where)

    def _zero_blocks(self, start: int) -> None:
        """Report a run of zero blocks once: other tar files end with them, these do not."""
        after = start
        while after < len(self.data) and not any(self.data[after : after + BLOCK]):
            after += BLOCK
        where = Place((BlockAt(start // BLOCK),))
        self._report("archive-zero-block", f"{(after - start) // BLOCK} block(s) of zeros", where)
        self.offset = after

    def _content(self, fields: HeaderFields, where: Place) -> None:
        """Check the data behind a header against the name, and keep the member if it is intact."""
        start = self.offset + BLOCK
        end = start + fields.size
        after = end + len(padding(fields.size))
        match = _MEMBER_NAME.fullmatch(fields.name)
        if match is None:
            detail = "expected <64 lower-case hex digits>.data.json or .event.json"
            self._report("archive-name", detail, where)
            return self._skip()
        if end > len(self.data):
            left = len(self.data) - start
            detail = f"{fields.size} bytes of content announced, {left} left in the file"
            self._report("archive-truncated", detail, where)
            return self._skip()
        if self.data.find(0, start, end) >= 0:
            # Looked for before hashing: a header holds zero bytes, so false sizes that reach over
            # many members cannot make us hash the same bytes again and again.
            detail = f"{fields.size} bytes of content hold a zero byte, as no JSON text does"
            self._report("archive-content", detail, where)
            return self._skip()
        kind, content = MemberKind(match[2]), self.data[start:end]
        found = Extent(self.source, start, end, hashlib.sha256(content).hexdigest())
        held = content if kind is MemberKind.EVENT else found
        member = Member(kind, held, self.index - 1, self.offset // BLOCK)
        if member.hash != match[1]:
            self._report("archive-hash", f"the content's SHA-256 is {member.hash}", where)
            return self._skip()
        if self.data[end:after] != padding(fields.size):
            cut = after > len(self.data)
            detail = "the file ends within it" if cut else "it holds other bytes than zeros"
            self._report("archive-padding", f"the padding after the content: {detail}", where)
        if fields.name in self.places:
            first = self.places[fields.name]
            self._report("archive-duplicate", f"the same member stands at {first}", where)
        else:
            self.places[fields.name] = where
            self.members.append(member)
        self.offset = min(after, len(self.data))
        return None

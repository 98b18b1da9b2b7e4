"""One member of the archive `.bel`: a header block of the old tar kind, then data, then padding.

The format is that of the Belenios specification 2.0, section 4.4, and what its programs write: a
block is 512 bytes; a header has neither ustar magic nor user or group names; every member carries
the mode 0000644, the user and group 0000000 and the modification time of the whole archive; data
is filled up to whole blocks with zero bytes. There is exactly one way to write a member, so a
reader regenerates the header and compares bytes (`read_header_block`).
"""

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

from crypto.place import MemberAt, Place
from crypto.record.stored import Extent

BLOCK = 512
ARCHIVE_HEADER_NAME = "BELENIOS"
LARGEST_NUMBER = 8**11 - 1  # what eleven octal digits hold: sizes in bytes, times in seconds

# Where each field of a header block lies, in order; everything after the type is zero.
_FIELDS = (
    ("name", 0, 100),
    ("mode", 100, 108),
    ("user", 108, 116),
    ("group", 116, 124),
    ("size", 124, 136),
    ("time", 136, 148),
    ("checksum", 148, 156),
    ("type", 156, 157),
    ("rest", 157, BLOCK),
)


class MemberKind(StrEnum):
    """What a member is; the value is the middle of its name."""

    DATA = "data"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Member:
    """A member named after the SHA-256 of its content, so name and content cannot disagree.

    The content is held, or the extent of it that was read. `index` counts the members of the
    archive it was read from (the archive's own header is 0) and `block` is the 512-byte block where
    its header stands; both are None in a member not yet written. Equality looks at kind and hash.
    """

    kind: MemberKind
    content: bytes | Extent = field(repr=False, compare=False)
    index: int | None = field(default=None, compare=False)
    block: int | None = field(default=None, compare=False)
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        content = self.content
        found = content.hash if isinstance(content, Extent) else sha256(content).hexdigest()
        object.__setattr__(self, "hash", found)

    @property
    def data(self) -> bytes:
        """The content, which is read anew unless it is held."""
        content = self.content
        return content.read() if isinstance(content, Extent) else content

    @property
    def size(self) -> int:
        """How many bytes the content has."""
        return len(self.content)

    @property
    def blocks(self) -> int:
        """How many blocks it takes, its header with it."""
        return 1 + -(-self.size // BLOCK)

    @property
    def name(self) -> str:
        """The member's name in the archive, `<sha256 in hex>.<kind>.json`."""
        return f"{self.hash}.{self.kind}.json"

    @property
    def place(self) -> Place:
        """Where the member stands in the file."""
        return member_place(self.index, self.name, self.block)


def member_place(index: int | None, name: str, block: int | None) -> Place:
    """The place of a member; of one that is not written yet only its name."""
    if index is None or block is None:
        return Place((name,))
    return Place((MemberAt(index, name, block),))


def header_block(name: str, size: int, timestamp: int) -> bytes:
    """The 512-byte header of a member of `size` bytes in an archive begun at `timestamp` (seconds).

    Raises ValueError when a number does not fit its eleven octal digits or the name its 100 bytes.
    """
    raw_name = name.encode("ascii")
    if not 0 < len(raw_name) < 100 or not (  # noqa: PLR2004 - the name field, with its final NUL
        0 <= size <= LARGEST_NUMBER and 0 <= timestamp <= LARGEST_NUMBER
    ):
        msg = f"no header block can hold name {name!r}, size {size}, time {timestamp}"
        raise ValueError(msg)
    before = (
        raw_name.ljust(100, b"\0")
        + b"0000644\0"
        + b"0000000\0" * 2
        + b"%011o\0" % size
        + b"%011o\0" % timestamp
    )
    after = b"0".ljust(BLOCK - 156, b"\0")
    total = sum(before) + 8 * 0x20 + sum(after)  # the checksum counts itself as eight spaces
    return before + b"%06o\0 " % total + after


def padding(size: int) -> bytes:
    """The zero bytes that fill up data of `size` bytes to whole blocks."""
    return bytes(-size % BLOCK)


def member_bytes(member: Member, timestamp: int) -> bytes:
    """The member as it is appended to an archive begun at `timestamp`."""
    header = header_block(member.name, member.size, timestamp)
    return header + member.data + padding(member.size)


@dataclass(frozen=True, slots=True)
class HeaderFields:
    """What a header block says; `fault` names the first field that is not as it must be, or None.

    A block with a fault may still be told apart and skipped by its name and size.
    """

    name: str
    size: int
    timestamp: int
    fault: str | None


def read_header_block(block: bytes) -> HeaderFields | None:
    """What the 512 bytes of a header block say, or None when name, size or time are illegible."""
    raw_name = block[:100].partition(b"\0")[0]
    size, timestamp = _octal(block[124:136]), _octal(block[136:148])
    if not 0 < len(raw_name) < 100 or not raw_name.isascii() or size is None or timestamp is None:  # noqa: PLR2004 - the name field
        return None
    name = raw_name.decode("ascii")
    expected = header_block(name, size, timestamp)
    if block == expected:
        return HeaderFields(name, size, timestamp, None)
    fault = next(what for what, start, end in _FIELDS if block[start:end] != expected[start:end])
    return HeaderFields(name, size, timestamp, fault)


def _octal(digits: bytes) -> int | None:
    """The number in eleven octal digits and a NUL, or None."""
    number, end = digits[:11], digits[11:]
    return int(number, 8) if end == b"\0" and set(number) <= set(b"01234567") else None

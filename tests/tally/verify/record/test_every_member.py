"""Every member of a record: changed, dropped, repeated, swapped, or joined by another one.

Whatever happens to any piece of the file, the verifier does not say valid, and it names the place.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from crypto.record.archive import archive_header, read_archive
from crypto.record.archive_member import BLOCK, Member, MemberKind, member_bytes
from tests.tally.fixtures.box_check import faults, files_of, verified
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import TIMESTAMP

HEADER = archive_header(TIMESTAMP)
MEMBERS = 29
"""Members of the tiny record: Setup 5, 6 ballots of 2, EndBallots 1, tally 3, 2 shares of 3, …"""

Change = Callable[[list[bytes], int], list[bytes]]


def flipped(raw: list[bytes], index: int) -> list[bytes]:
    """One bit of the content, in its middle."""
    piece = bytearray(raw[index])
    content = len(piece[BLOCK:].rstrip(b"\0"))
    piece[BLOCK + content // 2] ^= 1
    return [*raw[:index], bytes(piece), *raw[index + 1 :]]


def header_flipped(raw: list[bytes], index: int) -> list[bytes]:
    """One bit of the header's name."""
    piece = bytearray(raw[index])
    piece[3] ^= 1
    return [*raw[:index], bytes(piece), *raw[index + 1 :]]


def dropped(raw: list[bytes], index: int) -> list[bytes]:
    return raw[:index] + raw[index + 1 :]


def repeated(raw: list[bytes], index: int) -> list[bytes]:
    return [*raw[: index + 1], raw[index], *raw[index + 1 :]]


def swapped(raw: list[bytes], index: int) -> list[bytes]:
    other = index + 1 if index + 1 < len(raw) else index - 1
    pieces = list(raw)
    pieces[index], pieces[other] = pieces[other], pieces[index]
    return pieces


def joined_by_another(raw: list[bytes], index: int) -> list[bytes]:
    """A sound member that nothing refers to, before this one."""
    stranger = member_bytes(Member(MemberKind.DATA, b'{"stranger":true}'), TIMESTAMP)
    return [*raw[:index], stranger, *raw[index:]]


CHANGES: tuple[Change, ...] = (
    flipped,
    header_flipped,
    dropped,
    repeated,
    swapped,
    joined_by_another,
)


@cache
def pieces_of(record: bytes) -> list[bytes]:
    return [member_bytes(member, TIMESTAMP) for member in read_archive(record).members]


def record_of(held: Held) -> bytes:
    record = files_of(held).record
    assert isinstance(record, bytes)
    return record


def test_the_record_has_as_many_members_as_these_tests_change(tiny: Held) -> None:
    pieces = pieces_of(record_of(tiny))
    assert len(pieces) == MEMBERS
    assert HEADER + b"".join(pieces) == record_of(tiny)
    assert faults(verified(tiny)) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("index", range(MEMBERS))
def test_no_member_can_be_touched_unnoticed(tiny: Held, index: int, change: Change) -> None:
    changed = HEADER + b"".join(change(pieces_of(record_of(tiny)), index))
    found = faults(verified(tiny, record=changed))
    assert found
    assert any("member" in each.where or "event" in each.where for each in found), found


@pytest.mark.parametrize("cut", [1, BLOCK - 1, BLOCK, BLOCK + 1, 5 * BLOCK])
def test_a_record_cut_anywhere_is_not_valid(tiny: Held, cut: int) -> None:
    assert faults(verified(tiny, record=record_of(tiny)[:-cut]))


def test_bytes_after_the_end_are_noticed(tiny: Held) -> None:
    for more in (b"\0", bytes(BLOCK), bytes(2 * BLOCK), b"x" * BLOCK):
        assert faults(verified(tiny, record=record_of(tiny) + more))


def test_the_archive_header_is_checked(tiny: Held) -> None:
    record = record_of(tiny)
    for position in (0, 100, 124, 136, 148, BLOCK, BLOCK + 10, BLOCK + 60):
        changed = bytearray(record)
        changed[position] ^= 1
        assert faults(verified(tiny, record=bytes(changed)))

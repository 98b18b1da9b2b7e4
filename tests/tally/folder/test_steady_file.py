"""What is read of a large file at work is what was there when it was looked through."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.record.stored import alike, parts
from meeting import stored_file
from meeting.files import Content
from meeting.problem import Problem
from tally.folder.source import Folder
from tally.folder.steady_file import PieceHashes, SteadyFile
from tally.folder.steady_folder import SteadyFolder
from tests.tally.fixtures.held_meeting import Held

PIECE = 1 << 16
LARGE = bytes(range(256)) * 900  # three pieces and a half
NAME = "boxes/r1-A/record.bel"


@pytest.fixture
def folder(tiny: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SteadyFolder:
    monkeypatch.setattr(stored_file, "_HELD", 0)
    (tmp_path / NAME).parent.mkdir(parents=True)
    (tmp_path / NAME).write_bytes(LARGE)
    meeting = tiny.hall.meeting
    steady = SteadyFolder.of(Folder(tmp_path, meeting, tiny.hall.hash))
    steady.sizes.records["r1-A"] = 1 << 20  # type: ignore[index]  # room for bytes that are no record
    return steady


def looked_through(folder: SteadyFolder) -> SteadyFile:
    found = folder.source(NAME)
    assert isinstance(found, SteadyFile)
    return found


def code_of(file: SteadyFile, extent: slice) -> str:
    with pytest.raises(Problem) as raised:
        file[extent]
    return raised.value.code


def change(path: Path, at: int) -> None:
    """Change a byte, and leave neither a length nor a time that would tell."""
    data, before = bytearray(path.read_bytes()), path.stat()
    data[at] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@given(sizes=st.lists(st.integers(0, 3 * PIECE // 2), max_size=6))
def test_bytes_have_the_same_hashes_however_they_go_by(sizes: list[int]) -> None:
    data, hashes = bytes(sum(sizes)), PieceHashes()
    given_parts = [bytes(size) for size in sizes]
    assert list(hashes.passing(given_parts)) == given_parts
    assert hashes.ended() == hashlib.sha256(data).hexdigest()
    assert hashes.pieces == [
        hashlib.sha256(data[at : at + PIECE]).digest() for at in range(0, len(data), PIECE)
    ]


def test_pieces_are_those_of_the_file(folder: SteadyFolder) -> None:
    file = looked_through(folder)
    edges = (0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, len(LARGE) - 1, len(LARGE), None)
    for start in edges:
        for end in edges:
            assert file[start:end] == LARGE[start:end]


def test_a_changed_piece_is_refused_and_the_others_are_read(folder: SteadyFolder) -> None:
    file = looked_through(folder)
    change(folder.path / NAME, PIECE + 5)
    assert file[:PIECE] == LARGE[:PIECE]
    assert file[2 * PIECE :] == LARGE[2 * PIECE :]
    assert code_of(file, slice(2 * PIECE - 1, 2 * PIECE)) == "file-changed"
    with pytest.raises(Problem) as raised:
        folder.extend(NAME, b"more")
    assert raised.value.code == "file-changed"


def test_what_was_read_before_stays_when_the_command_adds_to_it(folder: SteadyFolder) -> None:
    file, added = looked_through(folder), b"x" * PIECE
    folder.extend(NAME, added)
    assert (folder.path / NAME).read_bytes() == LARGE + added
    assert file[:] == LARGE + added
    assert looked_through(folder) is file
    folder.cut(NAME, PIECE + 7)
    assert (folder.path / NAME).read_bytes() == LARGE[: PIECE + 7] == file[:]
    change(folder.path / NAME, PIECE + 2)
    assert code_of(file, slice(PIECE, None)) == "file-changed"


def test_a_change_while_it_is_written_anew_leaves_it(
    folder: SteadyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes between the last look through and the copying."""
    looked_through(folder)
    write = SteadyFolder._write

    def late(self: SteadyFolder, name: str, data: Content) -> None:
        change(folder.path / NAME, 3)
        write(self, name, data)

    monkeypatch.setattr(SteadyFolder, "_write", late)
    with pytest.raises(Problem) as raised:
        folder.extend(NAME, b"more")
    assert raised.value.code == "file-changed"
    assert len((folder.path / NAME).read_bytes()) == len(LARGE)
    assert [each.name for each in (folder.path / NAME).parent.iterdir()] == ["record.bel"]


def test_sources_are_alike_as_far_as_both_go() -> None:
    long = bytes(3 << 20)
    assert b"".join(parts(long)) == long
    assert b"".join(parts(long, (1 << 20) + 1)) == long[: (1 << 20) + 1]
    assert list(parts(b"")) == []
    assert alike(long, long[:-1])
    assert alike(b"", long)
    assert not alike(long, long[:-1] + b"x")
    assert alike(long + b"x", long)

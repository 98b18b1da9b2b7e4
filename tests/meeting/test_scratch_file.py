"""Bytes on the disk that have no name, and are gone with whoever made them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from crypto.record.stored import Window
from meeting.problem import Problem
from meeting.scratch_file import ScratchFile


def test_what_was_added_is_read_and_leaves_nothing(tmp_path: Path) -> None:
    with ScratchFile(tmp_path) as file:
        assert (len(file), file[:]) == (0, b"")
        file.add(b"some")
        file.add(b"")
        file.add(b" bytes")
        assert len(file) == 10
        assert (file[:], file[2:6], file[8:99], file[6:2]) == (b"some bytes", b"me b", b"es", b"")
        assert Window(file).find(ord("b"), 0, len(file)) == 5
        assert list(tmp_path.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Problem) as raised:
        ScratchFile(tmp_path / "nowhere")
    assert raised.value.code == "file-unwritable"

    def full(*_given: object) -> int:
        raise OSError(28, "No space left on device")

    with ScratchFile(tmp_path) as file:
        monkeypatch.setattr(os, "pwrite", full)
        with pytest.raises(Problem) as raised:
            file.add(b"some")
    assert raised.value.code == "file-unwritable"


def test_a_disk_that_loses_them_is_at_fault(tmp_path: Path) -> None:
    with ScratchFile(tmp_path) as file:
        file.add(b"some")
        os.truncate(file._file.fileno(), 2)
        with pytest.raises(Problem) as raised:
            file[:]
    assert raised.value.code == "file-unreadable"

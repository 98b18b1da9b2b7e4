"""A large file is read piece by piece, as long as it is the one that was looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from meeting.problem import Problem
from meeting.stored_file import StoredFile, held_or_stored

LARGE = bytes(range(256)) * 4000


@pytest.fixture
def stored(tmp_path: Path) -> StoredFile:
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / "large").write_bytes(LARGE)
    found = held_or_stored(tmp_path, "box/large", 1 << 30)
    assert isinstance(found, StoredFile)
    return found


def test_pieces_are_those_of_the_file(stored: StoredFile) -> None:
    assert len(stored) == len(LARGE)
    for piece in (slice(0, 5), slice(700, 1200), slice(None, None), slice(-3, None), slice(9, 3)):
        assert stored[piece] == LARGE[piece]


def test_small_and_absent_files_are_not_stored(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"few")
    (tmp_path / "link").symlink_to("small")
    assert held_or_stored(tmp_path, "small", 10) == b"few"
    assert held_or_stored(tmp_path, "link", 10) is None
    assert held_or_stored(tmp_path, "nothing", 10) is None
    (tmp_path / "large").write_bytes(LARGE)
    with pytest.raises(Problem) as raised:
        held_or_stored(tmp_path, "large", len(LARGE) - 1)
    assert raised.value.code == "file-too-large"


@pytest.mark.parametrize("change", ["longer", "shorter", "touched", "gone", "link", "folder"])
def test_a_file_that_is_another_one_by_now_is_refused(stored: StoredFile, change: str) -> None:
    path = stored.folder / stored.name
    assert stored[:4] == LARGE[:4]
    match change:
        case "longer":
            path.write_bytes(LARGE + b"x")
        case "shorter":
            os.truncate(path, 100)
        case "touched":
            os.utime(path, ns=(1, stored.modified + 1))
        case "gone":
            path.unlink()
        case "link":
            path.rename(path.with_name("moved"))
            path.symlink_to("moved")
        case "folder":
            path.parent.rename(stored.folder / "other")
            (stored.folder / "box").symlink_to("other")
    with pytest.raises(Problem) as raised:
        stored[:4]
    assert raised.value.code == "file-changed"


def test_what_the_system_does_not_let_us_read_is_said(
    stored: StoredFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("meeting.stored_file.open_plain", broken)
    with pytest.raises(Problem) as raised:
        stored[:4]
    assert raised.value.code == "file-unreadable"

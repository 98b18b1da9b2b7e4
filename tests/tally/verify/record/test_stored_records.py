"""A record that stays on the disk is found to be what it is, and is one from first to last."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from meeting import stored_file
from meeting.problem import Problem
from tally.folder.source import Folder, open_folder, open_source
from tally.verify.folder import verify_folder
from tally.verify.record import ballots
from tests.tally.fixtures.box_check import BOX
from tests.tally.fixtures.held_meeting import Held


@pytest.fixture
def copied(tiny: Held, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny.out, tmp_path / "out"))


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is small, and each ballot is a part."""
    monkeypatch.setattr(stored_file, "_HELD", 0)
    monkeypatch.setattr(ballots, "_LARGEST_PART", 1)
    monkeypatch.setattr(ballots, "_SMALLEST_PART", 1)


def test_the_verdict_is_that_of_records_in_memory(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = verify_folder(open_folder(copied), workers=1)
    monkeypatch.setattr(stored_file, "_HELD", 0)
    folder = open_folder(copied)
    assert isinstance(folder.record(folder.meeting.box(BOX)), stored_file.StoredFile)
    for workers in (1, 2):
        assert verify_folder(folder, workers=workers).to_json() == held.to_json()


@pytest.mark.usefixtures("on_disk")
@pytest.mark.parametrize("workers", [1, 2])
def test_a_record_that_changes_while_it_is_verified_has_no_verdict(
    copied: Path, workers: int
) -> None:
    record = copied / "boxes" / BOX / "record.bel"
    data = record.read_bytes()
    before = record.stat()
    at = data.rindex(b'"alpha":"') + 12

    def other(_done: int, _total: int) -> None:
        """Change a digit, and leave neither a length nor a time that would tell."""
        record.write_bytes(data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :])
        os.utime(record, ns=(before.st_atime_ns, before.st_mtime_ns))

    folder = open_source(copied)
    assert isinstance(folder, Folder)
    with pytest.raises(Problem) as raised:
        verify_folder(folder, progress_of=lambda _box: other, workers=workers)
    assert raised.value.code == "file-changed"

"""Links, pipes, devices and huge files: never followed, never waited for, read within bounds."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from meeting.problem import Problem
from tally.findings.finding import Level
from tally.folder.sizes import LARGEST_BESIDE
from tally.folder.source import SingleRecord, open_folder, open_source
from tally.opening.work_folder import WorkFolder
from tally.verify.single import verify_records, verify_single
from tally.verify.verdict import Word
from tests.tally.fixtures.folder_findings import found, link, pipe, verdict_of

FILES = (
    "index.html", "report.en.html", "report.css", "README.txt", "outcome.json", "figures.json",
    "boxes/r1-A/record.bel", "boxes/r1-A/acts.json", "boxes/r1-A/checkpoint.txt",
)  # fmt: skip


def empty_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def huge(path: Path) -> None:
    folder = next(each for each in path.parents if (each / "meeting.json").exists())
    most = open_folder(folder).sizes.most(path.relative_to(folder).as_posix())
    os.truncate(path, most + 1)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (link, "file-symlink"),
        (pipe, "file-special"),
        (empty_folder, "file-special"),
        (huge, "file-size"),
    ],
)
def test_only_plain_files_are_read(
    published: Path, name: str, change: Callable[[Path], None], code: str
) -> None:
    change(published / name)
    verdict = verdict_of(published)
    assert found(verdict, code) == {name: Level.PROBLEM}
    assert verdict.word is Word.INVALID


@pytest.mark.parametrize("name", ["boxes", "boxes/r1-A", "sums"])
def test_a_folder_that_is_a_link_is_not_followed(
    published: Path, tmp_path: Path, name: str
) -> None:
    place = published / name
    if place.exists():
        shutil.move(place, tmp_path / "elsewhere")
    else:
        (tmp_path / "elsewhere").mkdir()
    place.symlink_to(tmp_path / "elsewhere")
    assert found(verdict_of(published), "file-symlink") == {name: Level.PROBLEM}


def test_a_link_to_an_endless_device_is_not_read(published: Path) -> None:
    (published / "README.txt").unlink()
    (published / "README.txt").symlink_to("/dev/zero")
    assert found(verdict_of(published), "file-symlink") == {"README.txt": Level.PROBLEM}


def test_a_socket_is_no_file(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (published / "README.txt").unlink()
    monkeypatch.chdir(published)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("README.txt")
        assert found(verdict_of(published), "file-special") == {"README.txt": Level.PROBLEM}


def test_records_alone_are_read_no_other_way(published: Path) -> None:
    pipe(published / "boxes/r1-A/record.bel")
    verdict = verify_records(open_folder(published), workers=1)
    assert found(verdict, "file-special") == {"boxes/r1-A/record.bel": Level.PROBLEM}


def test_a_single_record_is_a_file(published: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.bel")
    with pytest.raises(Problem) as caught:
        open_source(tmp_path / "pipe.bel")
    assert caught.value.code == "source-unknown"
    pipe(published / "boxes/r1-A/acts.json")
    source = open_source(published / "boxes/r1-A/record.bel")
    assert isinstance(source, SingleRecord)
    assert verify_single(source, workers=1).word is Word.NOT_BOUND
    empty = published / "boxes/r1-B/acts.json"
    os.truncate(empty, LARGEST_BESIDE + 1)
    other = open_source(published / "boxes/r1-B/record.bel")
    assert isinstance(other, SingleRecord)
    with pytest.raises(Problem) as caught:
        verify_single(other, workers=1)
    assert caught.value.code == "file-too-large"


def test_a_meeting_that_is_a_link_is_none(published: Path) -> None:
    link(published / "meeting.json")
    with pytest.raises(Problem) as caught:
        open_folder(published)
    assert caught.value.code == "source-unknown"


def test_tellers_do_not_work_on_links(published: Path) -> None:
    link(published / "boxes/r1-A/record.bel")
    with pytest.raises(Problem) as caught:
        WorkFolder.open(published)
    assert caught.value.code == "folder-kinds"
    assert "boxes/r1-A/record.bel" in caught.value.text("en")


def test_a_record_is_read_as_far_as_the_slips_of_its_box_can_reach(published: Path) -> None:
    folder = open_folder(published)
    box, most = folder.meeting.box("r1-A"), folder.sizes.most("boxes/r1-A/record.bel")
    for size, read in ((most, True), (most + 1, False)):
        os.truncate(published / "boxes/r1-A/record.bel", size)
        assert (folder.files(box).record is not None) is read


def test_what_can_be_in_a_folder_follows_from_its_meeting(published: Path) -> None:
    """Every file has room to spare, and none has room for gigabytes."""
    folder = open_folder(published)
    for path in published.rglob("*"):
        if path.is_file():
            most = folder.sizes.most(path.relative_to(published).as_posix())
            assert path.stat().st_size < most < 12_000_000
    assert folder.sizes.most("boxes/unknown/record.bel") == LARGEST_BESIDE


@pytest.mark.parametrize("name", ["outcome.json", "index.html", "README.txt"])
def test_outcome_and_reports_have_limits_of_their_own(published: Path, name: str) -> None:
    """Read up to the byte, and not one byte more."""
    most = open_folder(published).sizes.most(name)
    os.truncate(published / name, most)
    assert len(open_folder(published).optional(name) or b"") == most
    os.truncate(published / name, most + 1)
    assert open_folder(published).optional(name) is None
    assert found(verdict_of(published), "file-size") == {name: Level.PROBLEM}

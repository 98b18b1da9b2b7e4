"""Files are written whole or not at all, and read within bounds."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from meeting.files import (
    read_bounded,
    read_plain,
    write_atomically,
    write_inside,
    write_new,
    write_new_inside,
)
from meeting.problem import Problem


@pytest.mark.parametrize("write", [write_atomically, write_new])
def test_a_file_is_written_with_its_mode(tmp_path: Path, write: Callable[..., None]) -> None:
    write(tmp_path / "a", b"content", mode=0o600)
    assert (tmp_path / "a").read_bytes() == b"content"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_file_is_replaced_or_protected(tmp_path: Path) -> None:
    write_new(tmp_path / "a", b"old")
    write_atomically(tmp_path / "a", b"new")
    with pytest.raises(Problem) as caught:
        write_new(tmp_path / "a", b"newer")
    assert caught.value.code == "file-exists"
    assert (tmp_path / "a").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("write", [write_atomically, write_new])
def test_a_folder_that_is_not_there_is_a_problem(
    tmp_path: Path, write: Callable[..., None]
) -> None:
    with pytest.raises(Problem) as caught:
        write(tmp_path / "no" / "a", b"")
    assert caught.value.code == "file-unwritable"


@pytest.mark.parametrize("write", [write_atomically, write_new])
def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "old").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    target = tmp_path / ("old" if write is write_atomically else "new")
    with pytest.raises(Problem) as caught:
        write(target, b"new")
    assert caught.value.code == "file-unwritable"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


def test_a_stick_without_hard_links_protects_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    write_new(tmp_path / "a", b"old", mode=0o600)
    with pytest.raises(Problem) as caught:
        write_new(tmp_path / "a", b"new")
    assert caught.value.code == "file-exists"
    assert (tmp_path / "a").read_bytes() == b"old"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@pytest.mark.parametrize("write", [write_inside, write_new_inside])
def test_a_file_is_written_in_the_folders_of_a_folder(
    tmp_path: Path, write: Callable[..., None]
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    write(tmp_path, "a/b/c", b"content")
    assert (tmp_path / "a/b/c").read_bytes() == b"content"
    assert [path.name for path in (tmp_path / "a/b").iterdir()] == ["c"]


@pytest.mark.parametrize("write", [write_inside, write_new_inside])
@pytest.mark.parametrize("name", ["none/a", "link/a", "real/link/a", "file/a"])
def test_nothing_is_written_through_a_link(
    tmp_path: Path, write: Callable[..., None], name: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    work = tmp_path / "work"
    (work / "real").mkdir(parents=True)
    (work / "file").write_bytes(b"content")
    for link in (work / "link", work / "real/link"):
        link.symlink_to(tmp_path / "elsewhere")
    open_before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(Problem) as caught:
        write(work, name, b"a share")
    assert caught.value.code == "file-unwritable"
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before


def test_a_link_in_the_place_of_the_file_itself_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"old")
    (tmp_path / "a").symlink_to(tmp_path / "elsewhere")
    write_inside(tmp_path, "a", b"new")
    assert (tmp_path / "elsewhere").read_bytes() == b"old"
    assert not (tmp_path / "a").is_symlink()


def test_a_folder_that_is_exchanged_while_a_file_is_written_takes_nothing_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All is done in the folder that was opened, whatever its name leads to by then."""
    work, elsewhere = tmp_path / "work", tmp_path / "elsewhere"
    (work / "box").mkdir(parents=True)
    elsewhere.mkdir()
    sync = os.fsync

    def exchanged(descriptor: int) -> None:
        if not (work / "box").is_symlink():
            (work / "box").rename(work / "gone")
            (work / "box").symlink_to(elsewhere)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", exchanged)
    write_inside(work, "box/record", b"content")
    assert list(elsewhere.iterdir()) == []
    assert (work / "gone/record").read_bytes() == b"content"


def test_reading_stops_at_the_bound(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_bounded(tmp_path / "a", 5) == b"12345"
    with pytest.raises(Problem) as caught:
        read_bounded(tmp_path / "a", 4)
    assert caught.value.code == "file-too-large"
    with pytest.raises(Problem) as caught:
        read_bounded(tmp_path / "b", 4)
    assert caught.value.code == "file-unreadable"


def test_plain_files_are_read_in_the_folders_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_bytes(b"content")
    assert read_plain(tmp_path, "a/b/c", 7) == b"content"
    with pytest.raises(Problem) as caught:
        read_plain(tmp_path, "a/b/c", 6)
    assert caught.value.code == "file-too-large"


@pytest.mark.parametrize("name", ["none", "none/a", "pipe", "link", "folder", "way/a", "file/a"])
def test_what_is_no_plain_file_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_bytes(b"content")
    (tmp_path / "file").write_bytes(b"content")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    (tmp_path / "way").symlink_to(tmp_path / "folder")
    open_before = len(list(Path("/proc/self/fd").iterdir()))
    assert read_plain(tmp_path, name, 100) is None
    assert read_plain(tmp_path / "none", name, 100) is None
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before


@pytest.mark.parametrize("kind", ["pipe", "device", "socket"])
def test_nothing_is_waited_for(tmp_path: Path, kind: str) -> None:
    path = Path("/dev/zero") if kind == "device" else tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    if kind == "socket":
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(path))
    with pytest.raises(Problem) as caught:
        read_bounded(path, 10)
    assert caught.value.code == "file-unreadable"
    assert "管道、套接字或设备" in caught.value.text("zh")


def test_a_pipe_that_the_shell_opened_is_read_to_its_end() -> None:
    """So a passphrase need not touch the disk; what comes late is waited for."""
    reading, writing = os.pipe()
    with subprocess.Popen(
        ["/bin/sh", "-c", "sleep 0.2; printf late"],
        stdout=writing,
    ):
        os.close(writing)
        assert read_bounded(Path(f"/dev/fd/{reading}"), 10) == b"late"
    os.close(reading)


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    for act in (lambda p: read_bounded(p, 1), lambda p: write_new(p, b"")):
        with pytest.raises(Problem) as caught:
            act(tmp_path / ("长" * 100))
        assert "太长" in caught.value.text("zh")

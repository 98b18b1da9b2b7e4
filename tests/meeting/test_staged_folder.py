"""A folder appears whole or not at all, and what it replaces is not lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from meeting import staged_folder as module
from meeting.problem import Problem
from meeting.staged_folder import staged_folder


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


def test_it_is_there_only_once_all_is_done(tmp_path: Path) -> None:
    out = tmp_path / "there" / "out"
    with staged_folder(out) as new:
        (new / "boxes").mkdir()
        (new / "boxes" / "a").write_bytes(b"1")
        assert not out.exists()
    assert (out / "boxes" / "a").read_bytes() == b"1"
    assert names(out.parent) == ["out"]


def test_nothing_stays_of_one_that_was_not_finished(tmp_path: Path) -> None:
    def broken_off() -> None:
        with staged_folder(tmp_path / "out") as new:
            (new / "a").write_bytes(b"1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert names(tmp_path) == []


def test_what_was_put_there_meanwhile_stays(tmp_path: Path) -> None:
    out = tmp_path / "out"

    def too_late() -> None:
        with staged_folder(out) as new:
            (new / "a").write_bytes(b"new")
            out.mkdir()
            (out / "b").write_bytes(b"theirs")

    with pytest.raises(OSError, match="not empty"):
        too_late()
    assert (names(tmp_path), names(out)) == (["out"], ["b"])


@pytest.mark.parametrize("before", [False, True])
def test_one_replaces_another_where_that_is_asked_for(tmp_path: Path, before: bool) -> None:
    out = tmp_path / "out"
    if before:
        out.mkdir()
        (out / "old").touch()
    with staged_folder(out, replace=True) as new:
        (new / "new").touch()
        assert names(tmp_path / "out") == ["old"] if before else not out.exists()
    assert (names(tmp_path), names(out)) == (["out"], ["new"])


def test_the_old_one_comes_back_when_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "old").touch()
    plain = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(28, "No space left on device")
        return plain(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OSError, match="No space"), staged_folder(out, replace=True) as new:
        (new / "new").touch()
    assert (names(tmp_path), names(out)) == (["out"], ["old"])


def test_every_file_is_on_the_disk_before_the_folder_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, synced = tmp_path / "out", []

    def sync(path: Path) -> None:
        synced.append((path.name, out.exists()))

    monkeypatch.setattr(module, "sync", sync)
    with staged_folder(out) as new:
        (new / "boxes").mkdir()
        (new / "boxes" / "a").touch()
    assert synced[-1] == (tmp_path.name, True)
    assert set(synced[:-1]) == {("boxes", False), ("a", False), ("new", False)}


def test_where_none_can_be_made_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Problem) as caught, staged_folder(tmp_path / "file" / "out"):
        pass
    assert caught.value.code == "file-unwritable"

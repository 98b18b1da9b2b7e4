"""Machine code is loaded from a file only if nobody else can have written it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from crypto.groups.edwards_kernel import compiling, kernel, object_files
from crypto.groups.edwards_kernel.object_files import keep_object, kept_object

NAME, KEY, CODE = "portable", b"k" * 32, b"machine code"
FILE = f"{NAME}-{KEY[:8].hex()}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    found = object_files.cache_folder()
    assert found is not None
    return found


def _kept(folder: Path) -> Path:
    keep_object(NAME, KEY, CODE)
    assert kept_object(NAME, KEY) == CODE
    return folder / FILE


def test_what_was_kept_is_found_and_belongs_to_its_user_alone(folder: Path) -> None:
    assert kept_object(NAME, KEY) is None
    file = _kept(folder)
    assert [each.name for each in folder.iterdir()] == [FILE]
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def _truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _cut_to_nothing(file: Path) -> None:
    file.write_bytes(b"")


def _one_bit_changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def _checksum_changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[40] ^= 1
    file.write_bytes(content)


def _link(file: Path) -> None:
    file.rename(file.with_name("other"))
    file.symlink_to("other")


def _open_to_a_group(file: Path) -> None:
    file.chmod(0o620)


def _open_to_all(file: Path) -> None:
    file.chmod(0o604)


def _directory(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


def _folder_open_to_a_group(file: Path) -> None:
    file.parent.chmod(0o770)


def _folder_is_a_link(file: Path) -> None:
    elsewhere = file.parent.with_name("elsewhere")
    file.parent.rename(elsewhere)
    file.parent.symlink_to(elsewhere)


_FILE_SPOILED = (
    *(_truncated, _cut_to_nothing, _one_bit_changed, _checksum_changed),
    *(_link, _open_to_a_group, _open_to_all, _pipe),
)


@pytest.mark.parametrize("spoil", _FILE_SPOILED)
def test_a_file_that_cannot_be_trusted_is_not_read_and_is_replaced(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    file = _kept(folder)
    spoil(file)
    assert kept_object(NAME, KEY) is None
    keep_object(NAME, KEY, CODE)
    assert kept_object(NAME, KEY) == CODE
    assert not file.is_symlink()


@pytest.mark.parametrize("spoil", [_directory, _folder_open_to_a_group, _folder_is_a_link])
def test_where_nothing_can_be_trusted_nothing_is_read_or_written(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(_kept(folder))
    before = sorted(folder.iterdir())
    assert kept_object(NAME, KEY) is None
    keep_object(NAME, KEY, b"other code")
    assert kept_object(NAME, KEY) is None
    assert sorted(folder.iterdir()) == before


def test_the_code_of_another_machine_or_version_is_not_loaded(folder: Path) -> None:
    file = _kept(folder)
    other = KEY[:8] + b"o" * 24
    assert kept_object(NAME, b"o" * 32) is None
    assert kept_object(NAME, other) is None  # though the file has the name that it would have
    content = bytearray(file.read_bytes())
    content[:32] = other  # a key alone, put into a file, is found out by the checksum
    file.write_bytes(content)
    assert kept_object(NAME, other) is None


def _age(folder: Path, files: Iterable[str]) -> None:
    """Have files been used one after the other, long ago."""
    for second, name in enumerate(files):
        os.utime(folder / name, (second, second))


def test_releases_in_turn_do_not_compile_each_time_and_old_files_go(folder: Path) -> None:
    keys = [bytes([each]) * 32 for each in range(object_files.KEPT + 2)]
    first, *others = keys
    for key in keys[: object_files.KEPT]:
        keep_object(NAME, key, key)
    (folder / NAME).write_bytes(b"of an earlier release")
    (folder / f"{NAME}.{'a' * 16}").write_bytes(b"left by a process that was killed")
    keep_object("portable-other", KEY, CODE)
    _age(folder, [NAME, f"{NAME}.{'a' * 16}", *(f"{NAME}-{key[:8].hex()}" for key in keys[:4])])
    assert kept_object(NAME, first) == first  # so it is not the oldest any more
    for key in keys[object_files.KEPT :]:
        keep_object(NAME, key, key)
    found = [key for key in keys if kept_object(NAME, key) == key]
    assert found == [first, *others[2:]]
    assert len([each for each in folder.iterdir() if "other" not in each.name]) == len(found)
    assert kept_object("portable-other", KEY) == CODE


@pytest.mark.parametrize("which", [0, 1])
def test_what_belongs_to_another_user_is_not_loaded(
    folder: Path, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    _kept(folder)
    owners = [os.geteuid(), os.geteuid()]
    owners[which] += 1
    answers = iter(owners)
    monkeypatch.setattr(os, "geteuid", lambda: next(answers))
    assert kept_object(NAME, KEY) is None


@pytest.mark.parametrize("made", [".", ".cache"])
def test_nothing_is_made_in_the_home_of_another_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    theirs = tmp_path / "home"
    (theirs / made).mkdir(parents=True)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(theirs))
    who = os.geteuid() + 1
    if os.geteuid() == 0:  # root owns what this test made, and what is root's is the system's
        for folder in (theirs, theirs / made):
            os.chown(folder, 1, 1)
        who = 0
    monkeypatch.setattr(os, "geteuid", lambda: who)
    keep_object(NAME, KEY, CODE)
    assert kept_object(NAME, KEY) is None
    assert [each.name for each in theirs.rglob("*")] == [made][made == "." :]


def test_a_home_that_is_no_absolute_path_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", "home")
    assert object_files.cache_folder() is None
    keep_object(NAME, KEY, CODE)
    assert list(tmp_path.iterdir()) == []


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setenv("XDG_CACHE_HOME", "relative/paths/do/not/count")
    monkeypatch.setattr(Path, "home", homeless)
    assert object_files.cache_folder() is None
    keep_object(NAME, KEY, CODE)
    assert kept_object(NAME, KEY) is None


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _kept(folder)

    def full(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "rename", full)
    keep_object(NAME, KEY, b"other code")
    assert kept_object(NAME, KEY) == CODE
    assert [each.name for each in folder.iterdir()] == [FILE]


def test_code_is_compiled_once_and_afresh_where_the_file_is_bad(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    loaded: list[bytes] = []

    def made_of(_: str, code: bytes) -> bytes:
        loaded.append(code)
        return code

    monkeypatch.setattr(kernel, "Kernel", made_of)

    def compiled(name: str) -> bytes:
        made.append(name)
        return CODE

    monkeypatch.setattr(compiling, "compiled", compiled)
    for times in (1, 2):
        kernel.load(NAME)
        kernel.load(NAME)
        assert made == [NAME] * times
        _one_bit_changed(next(folder.glob(f"{NAME}-*")))
    assert loaded == [CODE] * 4

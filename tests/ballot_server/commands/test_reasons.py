"""Why a command of the server could not do what it was told: one sentence, nothing left over."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from ballot_server import folder as folder_module
from ballot_server.cli import server
from ballot_server.config import ServerConfig
from ballot_server.folder import make_folder
from ballot_server.folder_named import refuse_read_only
from ballot_server.problems.commands import CommandReadOnly, FolderNotMade
from ballot_server.problems.refusals import DiskNearlyFull, StorageFailed, StorageReadOnly
from crypto.board.server_key import ServerKey
from demo.process import free_port
from meeting.command_line.listening import family_of, host_of, in_url
from meeting.problem import Problem

LONG = "名" * 90


def told(*words: str | Path) -> str:
    """What a command that must refuse says, in Chinese and with its place."""
    result = CliRunner().invoke(server, [str(word) for word in words])
    assert isinstance(result.exception, Problem), (result.output, result.exception)
    assert result.output == ""
    return result.exception.told("zh")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "board"
    make_folder(ServerConfig(path))
    return path


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[dict[str, Path]]:
    """What is no folder: a pipe that nobody writes to, a socket, a file."""
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    file.write_text("x")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "sock"))
        yield {"pipe": pipe, "socket": tmp_path / "sock", "file": file}


@pytest.mark.parametrize("kind", ["pipe", "socket", "file"])
@pytest.mark.parametrize("command", ["init", "status", "open", "close", "last-voters", "run"])
def test_what_is_no_folder_is_refused_as_the_server_s_folder(
    odd: dict[str, Path], kind: str, command: str
) -> None:
    more = ("--port", str(free_port())) if command == "run" else ()
    assert "这是文件或设备，不是文件夹" in told(command, odd[kind], *more)


@pytest.mark.parametrize("kind", ["pipe", "socket", "file"])
def test_what_is_no_folder_is_refused_beside_it_with_the_command(
    made: Path, odd: dict[str, Path], kind: str
) -> None:
    for command, example in (("load", "opening/prepared"), ("show", "result")):
        sentence = told(command, made, odd[kind])
        assert sentence.startswith(f"{odd[kind]}: 此文件夹不能使用：这是文件或设备，不是文件夹")
        assert f"piaoxiang server {command} {made} {example}" in sentence


@pytest.mark.parametrize("command", ["init", "status", "open", "close", "last-voters", "run"])
def test_root_leaves_nothing_in_a_folder_of_another_user(
    made: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Nothing that this user's server could not write again; and the user to be is named."""
    if os.geteuid():
        monkeypatch.setattr(os, "geteuid", lambda: 0)
    else:
        for each in (made, *made.rglob("*")):
            os.chown(each, 12345, 12345)
    owner = made.stat().st_uid
    before = sorted(made.rglob("*"))
    more = ("--port", str(free_port())) if command == "run" else ()
    sentence = told(command, made, *more)
    name = pwd.getpwuid(owner).pw_name if owner != 12345 else "#12345"
    assert f"sudo -u '{name}' piaoxiang server" in sentence
    assert "root" in sentence
    assert sorted(made.rglob("*")) == before
    assert {each.stat().st_uid for each in (made, *before)} == {owner}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another user")
@pytest.mark.parametrize("name", ["keys/r1-A.signed", "keys/r1-A.lock", "writing.next"])
def test_what_root_wrote_earlier_is_told_before_the_server_runs(tmp_path: Path, name: str) -> None:
    config = ServerConfig(tmp_path / "board")
    make_folder(config)
    left = config.folder / name
    left.touch(mode=0o600)
    with pytest.raises(CommandReadOnly), as_user(12345, config.folder, but=left):
        refuse_read_only(config)
    with as_user(12345, config.folder):
        refuse_read_only(config)


@contextmanager
def as_user(user: int, folder: Path, but: Path | None = None) -> Iterator[None]:
    """Be another user, to whom all in a folder belongs but one file that is root's."""
    for each in (folder, *folder.rglob("*")):
        os.chown(each, 0 if each == but else user, 0 if each == but else user)
    opened = [each for each in folder.parents if each.stat().st_uid == 0]
    modes = [each.stat().st_mode & 0o7777 for each in opened]
    for each, mode in zip(opened, modes, strict=True):
        each.chmod(mode | 0o011)
    os.setresuid(user, user, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        for each, mode in zip(opened, modes, strict=True):
            each.chmod(mode)


def test_a_folder_that_is_not_there_names_the_command(made: Path, tmp_path: Path) -> None:
    for command, example in (("load", "opening/prepared"), ("show", "result")):
        sentence = told(command, made, tmp_path / "nowhere")
        assert "没有这个文件或文件夹" in sentence
        assert f"piaoxiang server {command} {made} {example}" in sentence
    opening = tmp_path / "opening"
    opening.mkdir()
    (opening / "meeting.json").write_text("{}")
    assert "piaoxiang registrar slips" in told("load", made, opening / "prepared")


@pytest.mark.parametrize("command", ["init", "status", "open", "close", "last-voters"])
def test_a_name_that_is_too_long_is_said_to_be_so(tmp_path: Path, command: str) -> None:
    assert "名称太长" in told(command, tmp_path / LONG)
    assert "名称太长" in told(command, tmp_path / "x" / LONG / "y") or command != "init"
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_too_long_is_said_to_be_so_beside_the_folder(made: Path) -> None:
    for command in ("load", "show"):
        assert "名称太长" in told(command, made, made.parent / LONG)


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def busy(error: Exception) -> Callable[..., None]:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("there", [True, False], ids=["empty folder", "no folder"])
@pytest.mark.parametrize(
    ("place", "name", "fault", "reason"),
    [
        (Path, "mkdir", full, "已满"),
        (Path, "chmod", full, "已满"),
        (folder_module, "open_store", busy(DiskNearlyFull()), "已满"),
        (folder_module, "bring_up_to_date", busy(DiskNearlyFull()), "已满"),
        (folder_module, "bring_up_to_date", busy(StorageReadOnly()), "写保护"),
        (folder_module, "bring_up_to_date", busy(StorageFailed()), "可能已损坏"),
        (ServerKey, "generate", full, "已满"),
        (os, "fsync", full, "已满"),
        (os, "link", full, ""),
    ],
)
def test_a_server_is_made_whole_or_not_at_all(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: object,
    name: str,
    fault: Callable[..., None],
    reason: str,
    there: bool,
) -> None:
    folder = tmp_path / "deep" / "board"
    if there:
        folder.mkdir(parents=True, mode=0o755)
        (folder / "board.sqlite.note").write_text("somebody's own")
    before = everything(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(place, name, fault)
        if name == "link":  # FAT has none, and that is no fault
            make_folder(ServerConfig(folder))
            return
        with pytest.raises(FolderNotMade) as refused:
            make_folder(ServerConfig(folder))
    if not (there and name == "mkdir"):
        assert everything(tmp_path) == before
    assert reason in refused.value.text("zh")
    assert "没有留下任何文件" in refused.value.text("zh")
    assert not there or folder.stat().st_mode & 0o777 == 0o755
    assert make_folder(ServerConfig(folder)).text


def test_somebody_who_stops_it_finds_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_module, "bring_up_to_date", busy(KeyboardInterrupt()))  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        make_folder(ServerConfig(tmp_path / "board"))
    assert everything(tmp_path) == set()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts a file system of its own, where the system lets us."""
    mounted: list[Path] = []

    def mount(*words: str) -> Path:
        place = tmp_path / f"disk{len(mounted)}"
        place.mkdir()
        command = shutil.which("mount")
        if command is None or subprocess.run([command, *words, place], check=False).returncode:
            pytest.skip("nothing can be mounted here")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", place], check=False)  # noqa: S607 - found where mount was


@pytest.mark.parametrize("size", ["4k", "16k", "40k", "64k", "88k", "92k", "96k"])
def test_a_full_disk_holds_nothing_of_a_server(disk: Callable[..., Path], size: str) -> None:
    place = disk("-t", "tmpfs", "-o", f"size={size}", "tmpfs")
    sentence = told("init", place / "board")
    assert "磁盘或存储介质已满。没有留下任何文件" in sentence
    assert list(place.iterdir()) == []


def test_a_write_protected_folder_is_said_to_be_so_by_every_command(
    disk: Callable[..., Path], made: Path
) -> None:
    assert "写保护" in told("init", disk("-t", "tmpfs", "-o", "ro", "tmpfs") / "board")
    place = disk("--bind", str(made))
    subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)  # noqa: S607
    for command in ("status", "open", "close", "last-voters"):
        assert "不能写入服务器目录" in told(command, place)
    for command in ("load", "show"):
        assert "不能写入服务器目录" in told(command, place, made)
    assert "不能写入服务器目录" in told("run", place, "--port", str(free_port()))


def test_a_database_that_is_none_is_said_to_be_damaged(made: Path) -> None:
    (made / "board.sqlite").write_bytes(b"not a database" * 200)
    for command in ("status", "open", "close"):
        assert "数据库无法读写" in told(command, made)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("127.0.0.1", "127.0.0.1"),
        (" 0.0.0.0 ", "0.0.0.0"),  # noqa: S104 - a word here
        ("::1", "::1"),
        ("[::1]", "::1"),
        ("[::]", "::"),
        ("localhost", "localhost"),
    ],
)
def test_a_host_is_taken_with_and_without_brackets(typed: str, host: str) -> None:
    assert host_of(typed) == host
    assert (family_of(host) is socket.AF_INET6) == (":" in host)
    assert in_url(host) == (f"[{host}]" if ":" in host else host)


@pytest.mark.parametrize(
    "typed", ["", " ", "[]", "[::1]:8000", "127.0.0.1:8000", "http://[::1]", "x y", "[::1", "::g"]
)
def test_what_is_no_host_is_told_with_what_one_is(made: Path, typed: str) -> None:
    sentence = told("run", made, "--host", typed)
    assert sentence.startswith("--host: ")
    assert "端口用 --port 指定" in sentence


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_a_server_listens_at_an_ipv6_address_in_brackets(made: Path) -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as probe:
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "piaoxiang", "server", "run", str(made)]
    process = subprocess.Popen(
        [*command, "--host", "[::1]", "--port", port], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert f"http://[::1]:{port}/" in process.stdout.readline()
    process.terminate()
    process.wait(30)
    process.stdout.close()

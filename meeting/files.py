"""Reading files within bounds, and writing them whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from meeting.problem import Problem
from meeting.system_reasons import system_reason

_NO_LINK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_OPENED_BEFORE = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
# Nothing there, no folder (or a link to one) on the way, a link at the end, a socket.
_NOT_PLAIN = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO)


def read_bounded(path: Path, limit: int) -> bytes:
    """The bytes of the file at `path`, at most `limit` of them.

    Nothing is waited for: a pipe or a device is refused at once, unless the shell opened the pipe
    for this command (`<(…)`, `/dev/stdin`), so that a secret need not touch the disk.
    Raises Problem("file-unreadable") or Problem("file-too-large").
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            _check_kind(path, os.fstat(descriptor).st_mode)
            os.set_blocking(descriptor, True)
            data = file.read(limit + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    return _within(path, data, limit)


def read_start(path: Path, size: int) -> bytes:
    """The first bytes of a plain file, `size` at most; of anything else, nothing.

    Raises Problem("file-unreadable").
    """
    try:
        with path.open("rb") if path.is_file() else BytesIO() as file:
            return file.read(size)
    except OSError as error:
        raise unreadable(path, error) from error


def _check_kind(path: Path, mode: int) -> None:
    """Raise OSError unless it is a file, or a pipe that was opened before."""
    given = stat.S_ISFIFO(mode) and str(path).startswith(_OPENED_BEFORE)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode) and not given:
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))


def read_plain(folder: Path, name: str, limit: int) -> bytes | None:
    """The bytes of the plain file `name` (with `/` for folders) in `folder`.

    None if there is none, or a link, a pipe or the like stands there or on the way. For folders
    that others carried: what is judged is what was opened, so nothing can be exchanged in between,
    no link is followed and no pipe waited for. Raises as `read_bounded`.
    """
    path = folder / name
    try:
        descriptor = open_plain(folder, name)
        if descriptor is None:
            return None
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise unreadable(path, error) from error
    return _within(path, data, limit)


def open_plain(folder: Path, name: str) -> int | None:
    """The descriptor of the plain file `name` in `folder`: see `read_plain`; raises OSError."""
    descriptor = _open_inside(folder, name.split("/"))
    if descriptor is not None and not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return None
    return descriptor


def _open_inside(folder: Path, steps: list[str]) -> int | None:
    """Open the last step, in the folder that the others lead to; None if one of them is none."""
    try:
        here = _folder_inside(folder, steps[:-1])
        try:
            return os.open(steps[-1], _NO_LINK, dir_fd=here)
        finally:
            os.close(here)
    except OSError as error:
        if error.errno in _NOT_PLAIN:
            return None
        raise


def _folder_inside(folder: Path, steps: list[str]) -> int:
    """Open step after step, each in the folder that was opened before it, no link. Raises OSError.

    The folder itself may be given as a link: whoever typed it means what it leads to.
    """
    here = os.open(folder, _FOLDER)
    for step in steps:
        try:
            inner = os.open(step, _FOLDER | os.O_NOFOLLOW, dir_fd=here)
        finally:
            os.close(here)
        here = inner
    return here


def _within(path: Path, data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise Problem(
            "file-too-large",
            "This file is larger than {limit} bytes, the most that is accepted here.",
            where=str(path),
            limit=limit,
        )
    return data


def unreadable(path: Path, error: OSError) -> Problem:
    """What to say where the system does not let us read a file."""
    return Problem(
        "file-unreadable",
        "This file cannot be read: {reason}.",
        where=str(path),
        reason=system_reason(error),
    )


def refuse_existing_file(path: Path) -> None:
    """Raise Problem("file-exists") before long work, rather than after it."""
    if path.exists():
        raise _exists(path)


Content: TypeAlias = bytes | Iterator[bytes]
"""What is written: bytes, or parts of them that are asked for one after another."""


def write_atomically(path: Path, data: Content, *, mode: int = 0o644) -> None:
    """Put `data` at `path`, replacing what was there; after a crash it is old or new, whole.

    Raises Problem("file-unwritable"), and what the parts raise: then nothing was written.
    """
    _write(path.parent, [], path.name, data, mode, replace=True)


def write_inside(folder: Path, name: str, data: Content, *, mode: int = 0o644) -> None:
    """Put `data` at `name` (with `/` for folders, which are there) in `folder`, as above.

    For folders that others carried: no link is followed, not even one that was put in the place of
    a folder meanwhile. What was written through it would lie where no other tool looks.
    Raises Problem("file-unwritable").
    """
    *way, last = name.split("/")
    _write(folder, way, last, data, mode, replace=True)


def write_new(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put `data` at `path`, where nothing may be yet; whole or not at all.

    Raises Problem("file-exists") or Problem("file-unwritable").
    """
    _write(path.parent, [], path.name, data, mode, replace=False)


def write_new_inside(folder: Path, name: str, data: bytes) -> None:
    """The same at `name` in a folder that others carried: no link is followed."""
    *way, last = name.split("/")
    _write(folder, way, last, data, 0o644, replace=False)


def _write(
    folder: Path, way: list[str], name: str, data: Content, mode: int, *, replace: bool
) -> None:
    path = folder.joinpath(*way, name)
    try:
        here = _folder_inside(folder, way)
        try:
            _write_in(here, name, data, mode, replace=replace)
            os.fsync(here)
        finally:
            os.close(here)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError as error:
        raise unwritable(path, error) from error


def _write_in(here: int, name: str, data: Content, mode: int, *, replace: bool) -> None:
    """Write a file of an opened folder under another name first. Raises OSError."""
    temporary = f".{secrets.token_hex(8)}.part"
    descriptor = os.open(temporary, _FRESH, 0o600, dir_fd=here)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, mode)
            for part in (data,) if isinstance(data, bytes) else data:
                file.write(part)
            file.flush()
            os.fsync(descriptor)
        if replace:
            os.replace(temporary, name, src_dir_fd=here, dst_dir_fd=here)
        else:
            _move_to_new_name(here, temporary, name)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary, dir_fd=here)
        raise


def unwritable(path: Path, error: OSError) -> Problem:
    """What to say where the system does not let us write a file or folder."""
    return Problem(
        "file-unwritable",
        "This file cannot be written: {reason}.",
        where=str(path),
        reason=system_reason(error),
    )


def _exists(path: Path) -> Problem:
    return Problem(
        "file-exists",
        "This file exists already and is not overwritten. Move it away or name another one.",
        where=str(path),
    )


def _move_to_new_name(here: int, temporary: str, name: str) -> None:
    """Rename without overwriting: by a hard link, or by claiming the name where links lack."""
    try:
        os.link(temporary, name, src_dir_fd=here, dst_dir_fd=here)
    except FileExistsError:
        raise
    except OSError:  # FAT sticks have no hard links
        os.close(os.open(name, _FRESH, 0o600, dir_fd=here))
        os.replace(temporary, name, src_dir_fd=here, dst_dir_fd=here)
    else:
        os.unlink(temporary, dir_fd=here)


def sync(path: Path) -> None:
    """Have a file's bytes, or the names in a folder, written to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

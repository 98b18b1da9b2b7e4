"""Where machine code is kept between runs. It is code: whoever can write it runs in this process.

It stands in a directory of its own in the user's cache (XDG_CACHE_HOME, or ~/.cache). Directory and
file must belong to this user and be closed to all others; no link is followed. Nothing is made in
another user's home (`sudo` may name one), where it would be in their way. A file holds the
key of what it was compiled from, a checksum over key and code, and the code. Whatever is not so is
not loaded: the caller compiles afresh, and what it made takes the place of the old file, whole or
not at all. If the directory cannot be trusted, nothing is written either.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_FOLDER: Final = "piaoxiang-arithmetic"
_DIGEST: Final = 32
_NAMED: Final = 8
"""Bytes of the key that stand in a file's name."""
KEPT: Final = 4
"""Files of one program that stay: those used last."""
_LARGEST: Final = 8_000_000
"""Bytes of a file; the programs have a tenth of a megabyte."""
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def kept_object(name: str, key: bytes) -> bytes | None:
    """The machine code of this name that was made from what `key` stands for, if it is there."""
    with _folder() as folder, suppress(OSError):
        if folder is not None:
            return _code_in(_read(folder, _file_name(name, key)), key)
    return None


def keep_object(name: str, key: bytes, code: bytes) -> None:
    """Keep it for the next time, if that can be done safely."""
    final = _file_name(name, key)
    temporary = f"{name}.{secrets.token_hex(8)}"
    with _folder() as folder, suppress(OSError):
        if folder is None:
            return
        try:
            _write(folder, temporary, key + _checksum(key, code) + code)
            os.rename(temporary, final, src_dir_fd=folder, dst_dir_fd=folder)
        except OSError:
            os.unlink(temporary, dir_fd=folder)
        _remove_old(folder, name)


def _file_name(name: str, key: bytes) -> str:
    return f"{name}-{key[:_NAMED].hex()}"


def _remove_old(folder: int, name: str) -> None:
    """Remove a program's files but the few used last: those of before had its bare name."""
    ours = re.compile(re.escape(name) + r"([-.][0-9a-f]{16})?")
    found = [
        (os.stat(each, dir_fd=folder, follow_symlinks=False).st_mtime_ns, each)
        for each in os.listdir(folder)
        if ours.fullmatch(each)
    ]
    for _, each in sorted(found, reverse=True)[KEPT:]:
        os.unlink(each, dir_fd=folder)


def cache_folder() -> Path | None:
    """Where it is kept; None if this user has no home."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        cache = given if given.is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    # A relative one would lie wherever the program is run, in a folder from strangers perhaps.
    return cache / _FOLDER if cache.is_absolute() else None


@contextmanager
def _folder() -> Iterator[int | None]:
    """The directory, open, if it is this user's alone."""
    path = cache_folder()
    descriptor = None
    with suppress(OSError):
        if path is not None:
            _make(path)
            descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    if descriptor is None:
        yield None
        return
    try:
        yield descriptor if _is_ours_alone(os.fstat(descriptor)) else None
    finally:
        os.close(descriptor)


def _make(path: Path) -> None:
    """Make the directory if it is not there, in a place that is this user's or the system's."""
    if os.path.lexists(path):
        return
    around = next(each for each in path.parents if each.exists())
    if around.stat().st_uid in (0, os.geteuid()):
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(mode=0o700)


def _is_ours_alone(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and not found.st_mode & _OTHERS


def _read(folder: int, name: str) -> bytes:
    """What the file holds; nothing, if it is not to be trusted."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    descriptor = os.open(name, flags, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or not _is_ours_alone(found):
            return b""
        with suppress(OSError):  # a disk that cannot be written
            os.utime(descriptor)  # it is used
        return file.read(_LARGEST)


def _write(folder: int, name: str, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(name, flags, 0o600, dir_fd=folder), "wb") as file:
        file.write(content)


def _code_in(content: bytes, key: bytes) -> bytes | None:
    found, checksum, code = (
        content[:_DIGEST],
        content[_DIGEST : 2 * _DIGEST],
        content[2 * _DIGEST :],
    )
    if found != key or checksum != _checksum(key, code):
        return None
    return code


def _checksum(key: bytes, code: bytes) -> bytes:
    return hashlib.sha256(key + code).digest()

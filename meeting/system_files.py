"""Files that operating systems put into folders by themselves, on sticks above all.

They belong to nothing of ours, nobody asked for them, and their names are passed over wherever a
folder is read. A name alone proves nothing: anybody can give a page such a name. So whoever tells
a reader what lies in a folder asks for the content too; an empty file says nothing to anybody.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

_FOLDERS = frozenset(
    {
        *(".trashes", ".spotlight-v100", ".fseventsd", ".temporaryitems"),  # macOS
        *(".documentrevisions-v100", "__macosx"),
        *("$recycle.bin", "system volume information", "recycler"),  # Windows
        *("lost+found", ".trash"),  # Linux desktops
    }
)
_LARGEST = 1 << 20
"""Bytes of one such file; a folder view of many thousand files has less."""
_SMALL = 4096
_TAG = re.compile(rb"<[A-Za-z!?/]")
"""What every page has: a browser shows one even behind bytes that are none of it."""
_APPLE_DOUBLE = b"\x00\x05\x16\x07\x00\x02\x00\x00"  # RFC 1740
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _view(data: bytes) -> bool:
    return data[4:8] == b"Bud1"


def _settings(data: bytes) -> bool:
    """A small file of settings; of those of Windows, one that gives no file another name."""
    plain = data.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"")
    renames = b"localizedfilenames" in plain.lower()
    return len(data) <= _SMALL and plain.lstrip().startswith(b"[") and not renames


def _small(data: bytes) -> bool:
    return len(data) <= _SMALL


def _empty(data: bytes) -> bool:
    return not data


_FILES: dict[str, Callable[[bytes], bool]] = {
    ".ds_store": _view,
    ".localized": _empty,
    ".apdisk": _empty,
    "desktop.ini": _settings,
    ".directory": _settings,
    "thumbs.db": lambda data: data.startswith(_OLE),
    "ehthumbs.db": lambda data: data.startswith(_OLE),
    "indexervolumeguid": _small,
    "wpsettings.dat": _small,
}
_STARTS: dict[str, Callable[[bytes], bool]] = {
    "._": lambda data: data.startswith(_APPLE_DOUBLE),
    ".fuse_hidden": _empty,
    ".nfs": _empty,
}
_FOLDER_START = ".trash-"


def is_system_file(name: str) -> bool:
    """Whether a file or folder is named like one of an operating system; case does not matter."""
    plain = name.lower()
    starts = (*_STARTS, _FOLDER_START)
    return plain in _FOLDERS or plain in _FILES or plain.startswith(starts)


def system_files_in(folder: Path) -> list[str]:
    """The paths of such names anywhere in a folder, sorted; what lies in one is not listed."""
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        own = [name for name in (*folders, *files) if is_system_file(name)]
        found += [str((Path(place) / name).relative_to(folder)) for name in own]
        folders[:] = [name for name in folders if name not in own]
    return sorted(found)


def holds_what_systems_write(path: Path) -> bool:
    """Whether a file or folder of such a name also holds what an operating system puts there.

    No link is followed and no pipe opened; a folder holds nothing, or such files and folders only.
    """
    try:
        mode = path.lstat().st_mode
        if stat.S_ISDIR(mode):
            return _is_folder_name(path.name) and all(map(holds_what_systems_write, path.iterdir()))
        if not stat.S_ISREG(mode) or path.lstat().st_size > _LARGEST:
            return False
        return _fits(path.name.lower(), path.read_bytes())
    except (OSError, RecursionError):
        return False


def _is_folder_name(name: str) -> bool:
    plain = name.lower()
    return plain in _FOLDERS or plain.startswith(_FOLDER_START)


def _fits(name: str, data: bytes) -> bool:
    starts = (fits for start, fits in _STARTS.items() if name.startswith(start))
    fits = _FILES.get(name) or next(starts, None)
    if fits is None or not data:
        return fits is not None
    return fits(data) and _TAG.search(data) is None


def is_left_by_systems(path: Path) -> bool:
    """Whether a file lies there by no person's doing; it counts as nothing, and may go."""
    own = is_system_file(path.name) and holds_what_systems_write(path)
    return own and not path.is_dir()


def is_free(out: Path) -> bool:
    """Whether a new folder may be put there: nothing is, or a folder that holds nothing.

    A file that an operating system put there by itself is nothing.
    """
    return not out.exists() or (out.is_dir() and all(map(is_left_by_systems, out.iterdir())))

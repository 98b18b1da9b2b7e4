"""Files that operating systems put into folders by themselves, on sticks above all.

They belong to nothing of ours, nobody asked for them, and nobody reads them here.
"""

from __future__ import annotations

import os
from pathlib import Path

_NAMES = frozenset(
    {
        *(".ds_store", ".localized", ".trashes", ".spotlight-v100", ".fseventsd"),  # macOS
        *(".temporaryitems", ".apdisk", ".documentrevisions-v100", "__macosx"),
        *("desktop.ini", "thumbs.db", "ehthumbs.db", "$recycle.bin"),  # Windows
        *("system volume information", "recycler", "indexervolumeguid", "wpsettings.dat"),
        *("lost+found", ".directory", ".trash"),  # Linux desktops
    }
)
_STARTS = ("._", ".trash-", ".fuse_hidden", ".nfs")


def is_system_file(name: str) -> bool:
    """Whether a file or folder of this name is an operating system's own; case does not matter."""
    plain = name.lower()
    return plain in _NAMES or plain.startswith(_STARTS)


def system_files_in(folder: Path) -> list[str]:
    """The paths of such files anywhere in a folder, sorted; what lies in one is not listed."""
    found: list[str] = []
    for place, folders, files in os.walk(folder):
        own = [name for name in (*folders, *files) if is_system_file(name)]
        found += [str((Path(place) / name).relative_to(folder)) for name in own]
        folders[:] = [name for name in folders if name not in own]
    return sorted(found)

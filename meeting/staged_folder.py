"""A folder that appears whole or not at all: filled beside its place, then renamed into it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from meeting.files import sync, unwritable
from meeting.system_files import is_left_by_systems


@contextmanager
def staged_folder(out: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a folder to be filled, which is at `out` once all is done and lies safely on the disk.

    Where `replace` is not said, `out` must be free. Raises Problem("file-unwritable") where
    none can be made, and OSError if something was put there meanwhile.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".new-", dir=out.parent))
    except OSError as error:
        raise unwritable(out, error) from error
    try:
        new = staging / "new"
        new.mkdir(mode=0o755)
        yield new
        _sync(new)
        if replace:
            _exchange(new, out, staging / "old")
        else:
            _clear(out)
            os.rename(new, out)  # noqa: PTH104 - a rename that refuses to replace
        sync(out.parent)
    finally:
        shutil.rmtree(staging)


def _clear(out: Path) -> None:
    """Take away what is nothing, and the folder that holds nothing else."""
    if out.exists():
        for each in filter(is_left_by_systems, list(out.iterdir())):
            each.unlink()
        out.rmdir()


def _exchange(new: Path, out: Path, old: Path) -> None:
    """Put a folder in the place of another, which comes back if that fails."""
    if not out.exists():
        new.rename(out)
        return
    out.rename(old)
    try:
        new.rename(out)
    except OSError:
        old.rename(out)
        raise


def _sync(folder: Path) -> None:
    """Have every file and folder written to the disk, before the name is that of a whole one."""
    for path in folder.rglob("*"):
        sync(path)
    sync(folder)

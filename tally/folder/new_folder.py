"""A new folder that appears whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from meeting.files import unwritable
from meeting.system_files import is_left_by_systems


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """Give a folder to be filled, which is at `out` once all is done; `out` must be free.

    Raises Problem("file-unwritable") where none can be made, and OSError if something was put
    there meanwhile.
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
        if out.exists():
            for each in filter(is_left_by_systems, list(out.iterdir())):
                each.unlink()
            out.rmdir()
        os.rename(new, out)  # noqa: PTH104 - a rename that refuses to replace
    finally:
        shutil.rmtree(staging)

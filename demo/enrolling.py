"""Enrolling kiosks as staff do: the server prints a code for each, and each kiosk takes its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from meeting.files import write_atomically

_CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


def codes_in(printed: str) -> list[str]:
    """The codes that `server enrol` printed."""
    return _CODE.findall(printed)


def enrolling(folder: Path, code: str) -> Sequence[str | Path]:
    """What `kiosk run` is told so that it enrols itself with a code and keeps its key there."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "code"
    write_atomically(file, code.encode(), mode=0o600)
    return "--state", folder, "--enrol-code-file", file

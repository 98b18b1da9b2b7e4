"""Watching which files the program writes."""

from __future__ import annotations

import builtins
import io
from typing import Any

import pytest


def files_written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which every file that is opened for writing from now on is added."""
    written: list[str] = []
    real = builtins.open

    def watched(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if set(mode) & set("wax+"):
            written.append(str(file))
        return real(file, mode, *rest, **named)

    monkeypatch.setattr(builtins, "open", watched)
    monkeypatch.setattr(io, "open", watched)
    return written

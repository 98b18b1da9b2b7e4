"""A folder with the lists of a small meeting, which each test changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.meeting.fixtures.clerks_lists import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)

"""What outcome.json says of steps is verified byte for byte, in the words of this program."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from crypto.canonical import dumps
from tally.folder.source import open_folder
from tally.outcome.file.rendering_version import RENDERING
from tally.verify.folder import verify_folder
from tests.tally.fixtures.held_meeting import Held


@pytest.fixture
def folder(decided: Held, tmp_path: Path) -> Path:
    return Path(shutil.copytree(decided.out, tmp_path / "published"))


def codes(folder: Path) -> set[str]:
    return {each.code for each in verify_folder(open_folder(folder)).findings}


def test_a_sentence_that_was_changed_is_found(folder: Path) -> None:
    before = codes(folder)
    path = folder / "outcome.json"
    value = json.loads(path.read_bytes())
    value["steps"][0]["said"]["en"]["rule"] = "Everybody goes on."
    path.write_bytes(dumps(value).encode())
    assert codes(folder) - before == {"outcome-differs"}


@pytest.mark.parametrize("spoken", [True, False])
def test_sentences_of_another_rendering_are_not_compared(folder: Path, spoken: bool) -> None:
    before = codes(folder)
    path = folder / "outcome.json"
    value = json.loads(path.read_bytes()) | {"rendering": RENDERING + 1}
    for step in value["steps"]:
        if spoken:
            step["said"]["en"]["rule"] = "In other words."
        else:
            del step["said"]
    path.write_bytes(dumps(value).encode())
    assert codes(folder) - before == {"report-other-version"}


def test_figures_beside_them_still_are(folder: Path) -> None:
    path = folder / "outcome.json"
    value = json.loads(path.read_bytes()) | {"rendering": RENDERING + 1}
    value["steps"][0]["rule"]["name"] = "放行"
    path.write_bytes(dumps(value).encode())
    assert "outcome-differs" in codes(folder)

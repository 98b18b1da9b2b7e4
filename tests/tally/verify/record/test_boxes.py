"""Boxes that are verified side by side are found to be what they are one after another."""

from __future__ import annotations

import multiprocessing
import shutil
from pathlib import Path

import pytest

from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.record import boxes
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import build_hall


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Two rounds of two boxes."""
    folder = tmp_path_factory.mktemp("four")
    ballots = {"r1-A": 5, "r1-B": 5, "r2-A": 5, "r2-B": 6}
    return hold(build_hall(folder / "ceremony", rounds=2, ballots=ballots), folder, {})


def a_byte(path: Path) -> None:
    """Another digit in the first α."""
    data = bytearray(path.read_bytes())
    data[data.index(b'"alpha":"') + 12] ^= 1
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("tampered", [False, True])
def test_what_is_found_is_the_same_side_by_side(
    tampered: bool, four: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copytree(four.out, tmp_path / "out"))
    if tampered:
        a_byte(path / "boxes/r1-A/record.bel")
        (path / "boxes/r2-A/record.bel").unlink()
        (path / "boxes/r2-B/acts.json").write_bytes(b"{}")
    alone = verify_folder(open_folder(path), workers=1)
    told: list[tuple[str, int, int]] = []
    together = verify_folder(
        open_folder(path),
        workers=2,
        progress_of=lambda box: lambda done, total: told.append((box, done, total)),
    )
    assert together.word is alone.word
    assert together.findings == alone.findings
    assert together.to_json() == alone.to_json()
    for one, other in zip(alone.boxes, together.boxes, strict=True):
        for name in ("record", "setup", "ballots", "opening", "acts", "papers"):
            assert getattr(one, name) == getattr(other, name), name
    assert not multiprocessing.active_children()
    if not tampered:
        assert told == [("r1-A", 5, 5), ("r1-B", 5, 5), ("r2-A", 5, 5), ("r2-B", 6, 6)]
    monkeypatch.setattr(boxes, "_LARGEST_SMALL", 0)
    by_all_cores = verify_folder(open_folder(path), workers=2)
    assert by_all_cores.findings == alone.findings

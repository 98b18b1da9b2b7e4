"""The files around the records of a published folder, each wrong in one way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from meeting.organiser.figures import BoxFigures
from meeting.published.given_fingerprint import GivenFingerprint
from tally.findings.finding import Finding
from tally.folder.figures import figures_bytes
from tally.folder.sizes import LARGEST_BESIDE
from tally.folder.source import UnreadMeeting, open_folder, open_source
from tally.verify.folder import unread_meeting, verify_folder
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import build_hall
from tests.tally.fixtures.spoiled_records import edited, rebuilt

FolderCase = Callable[[Held, Path], list[Finding]]


def folder(change: Callable[[Held, Path], None]) -> FolderCase:
    """A copy of the published folder, changed."""

    def make(held: Held, path: Path) -> list[Finding]:
        shutil.copytree(held.out, path)
        change(held, path)
        return list(verify_folder(open_folder(path), workers=1).findings)

    return make


def _edit(name: str, change: Callable[[bytes], bytes]) -> FolderCase:
    def edit(_held: Held, path: Path) -> None:
        (path / name).write_bytes(change((path / name).read_bytes()))

    return folder(edit)


def _figures(present: int, issued: int) -> FolderCase:
    def edit(held: Held, path: Path) -> None:
        figures = {"r1-A": BoxFigures(present, issued), "r1-B": BoxFigures(8, 6)}
        (path / "figures.json").write_bytes(figures_bytes(held.hall.meeting, figures))

    return folder(edit)


def _same_box(_held: Held, path: Path) -> None:
    shutil.rmtree(path / "boxes/r1-B")
    shutil.copytree(path / "boxes/r1-A", path / "boxes/r1-B")


def _one_box_more(_held: Held, path: Path) -> None:
    shutil.copytree(path / "boxes/r1-A", path / "boxes/r2-A")


def _other_tellers(_held: Held, path: Path) -> None:
    other = build_hall(path.parent / "other")
    (path / "boxes/r1-B/record.bel").write_bytes(other.closed_record("r1-B"))


def _other_fingerprint(held: Held, _path: Path) -> list[Finding]:
    expected, source = GivenFingerprint("0" * 64), open_folder(held.out)
    return list(verify_folder(source, expected=expected, workers=1).findings)


def _spoiled_result(held: Held, path: Path) -> None:
    record = rebuilt(held, result=b'{"result":[[0,0,0]]}').record
    assert record is not None
    (path / "boxes/r1-A/record.bel").write_bytes(record.archive.to_bytes())


def _other_rendering(_held: Held, path: Path) -> None:
    """A report that says something else, and the number of words that nobody knows."""
    outcome, page = path / "outcome.json", path / "index.html"
    outcome.write_bytes(edited(outcome.read_bytes(), lambda v: v | {"rendering": 1000}))
    page.write_bytes(page.read_bytes().replace(b"1", b"7", 1))


def _linked(_held: Held, path: Path) -> None:
    """README.txt is a link to a true copy of it outside the folder."""
    copy = path.parent / "copy"
    (path / "README.txt").rename(copy)
    (path / "README.txt").symlink_to(copy)


def _pipe(_held: Held, path: Path) -> None:
    """Whoever opened this would wait for ever."""
    (path / "README.txt").unlink()
    os.mkfifo(path / "README.txt")


def _huge(_held: Held, path: Path) -> None:
    os.truncate(path / "README.txt", LARGEST_BESIDE + 1)


def _second_record(_held: Held, path: Path) -> None:
    """Another record beside that of a box, and a page that looks like the report."""
    shutil.copy(path / "boxes/r1-B/record.bel", path / "boxes/r1-A/record2.bel")
    (path / "index.htm").write_text("<p>优秀：100.00%</p>")


def _system_files(_held: Held, path: Path) -> None:
    for place in ("", "boxes/", "boxes/r1-A/"):
        (path / place / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")


def _other_definition(_held: Held, path: Path) -> None:
    """A meeting.json with another place than that of the records."""
    data = (path / "meeting.json").read_bytes()
    (path / "meeting.json").write_bytes(edited(data, lambda v: v | {"place": "别处"}))


def _no_definition(held: Held, path: Path) -> list[Finding]:
    """A meeting.json of which one byte was changed, so that it is none."""
    shutil.copytree(held.out, path)
    data = (path / "meeting.json").read_bytes()
    (path / "meeting.json").write_bytes(data.replace(b'{"', b"{#", 1))
    source = open_source(path)
    assert isinstance(source, UnreadMeeting)
    return list(unread_meeting(source).findings)


FOLDERS: dict[str, FolderCase] = {
    "file-of-system": folder(_system_files),
    "meeting-other": folder(_other_definition),
    "meeting-not-canonical": _no_definition,
    "figures-differ": _figures(8, 6),
    "file-size": folder(_huge),
    "file-special": folder(_pipe),
    "file-symlink": folder(_linked),
    "file-unexpected": folder(_second_record),
    "report-other-version": folder(_other_rendering),
    "report-differs": _edit("index.html", lambda b: b.replace(b"1", b"7", 1)),
    "outcome-differs": _edit("outcome.json", lambda b: edited(b, lambda v: v | {"rounding": "up"})),
    "file-other-version": _edit("outcome.json", lambda b: edited(b, lambda v: v | {"version": 3})),
    "file-missing": folder(lambda _held, path: (path / "README.txt").unlink()),
    "figures-missing": folder(lambda _held, path: (path / "figures.json").unlink()),
    "figures-disagree": _figures(8, 10),
    "record-missing": folder(lambda _held, path: (path / "boxes/r1-B/record.bel").unlink()),
    "box-unknown": folder(_one_box_more),
    "election-shared": folder(_same_box),
    "credential-shared": folder(_same_box),
    "tellers-differ": folder(_other_tellers),
    "meeting-fingerprint": _other_fingerprint,
    "outcome-not-compared": folder(_spoiled_result),
}

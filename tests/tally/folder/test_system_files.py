"""What operating systems put into a folder is passed over; a page under such a name is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from meeting.language import gettext_for
from meeting.staged_folder import staged_folder
from meeting.system_files import is_free
from tally.findings.finding import Level
from tally.opening.work_folder import WorkFolder
from tally.problem import ROOM
from tally.verify.verdict import Word
from tally.verify.words.verdict import verdict_lines
from tests.tally.fixtures.folder_findings import found, verdict_of

OF_SYSTEMS = {
    ".DS_Store": b"\0\0\0\1Bud1\0\0",
    ".ds_store": b"",
    "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0",
    "desktop.ini": b"[.ShellClassInfo]\r\nIconResource=x.dll,3\r\n",
    "._record.bel": b"\0\5\x16\7\0\2\0\0Mac OS X        ",
}


def put(place: Path, name: str) -> None:
    """What an operating system puts there under this name."""
    if name in OF_SYSTEMS:
        (place / name).write_bytes(OF_SYSTEMS[name])
    else:
        (place / name).mkdir()
        (place / name / "desktop.ini").write_bytes(OF_SYSTEMS["desktop.ini"])


@pytest.mark.parametrize("name", [*OF_SYSTEMS, "System Volume Information", "__MACOSX"])
def test_what_operating_systems_put_anywhere_is_a_note(published: Path, name: str) -> None:
    places = ("", "boxes/", "boxes/r1-A/", "sums/")
    (published / "sums").mkdir()
    for place in places:
        put(published / place, name)
    verdict = verdict_of(published)
    assert verdict.word is Word.VALID
    assert verdict.unexpected == 0
    notes = found(verdict, "file-of-system")
    assert notes == {f"{place}{name}": Level.NOTE for place in places}
    said = list(verdict_lines(verdict, [], gettext_for(ROOM, "en")))
    assert said[-1] == "VALID — every ballot, every share and every figure holds."


PAGE = "<h1>最终结果</h1>".encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("__MACOSX/最终结果.html", PAGE),
        ("RECYCLER/__MACOSX/index.html", PAGE),
        ("boxes/lost+found/x", b""),
        ("._index.html", PAGE),
        ("boxes/r1-A/._index.html", OF_SYSTEMS["._record.bel"] + PAGE),
        (".DS_Store", PAGE),
        ("Thumbs.db", OF_SYSTEMS["Thumbs.db"] + PAGE),
        ("desktop.ini", b"[.ShellClassInfo]\r\n[LocalizedFileNames]\r\nindex.html=x"),
        ("desktop.ini", "\ufeff[LocalizedFileNames]\r\nindex.html=x".encode("utf-16-le")),
        (".directory", PAGE),
        (".nfs0001", PAGE),
        ("._big", OF_SYSTEMS["._record.bel"] + bytes(1 << 20)),
    ],
)
def test_a_page_under_the_name_of_a_system_file_is_counted(
    published: Path, name: str, data: bytes
) -> None:
    path = published / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    verdict = verdict_of(published)
    assert verdict.word is Word.VALID
    assert verdict.unexpected == 1
    assert not found(verdict, "file-of-system")
    said = list(verdict_lines(verdict, [], gettext_for(ROOM, "zh")))
    assert "1 项" in said[-1]


def test_links_and_pipes_under_such_names_are_counted(published: Path, tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"")
    (published / ".localized").symlink_to(tmp_path / "page")
    (published / "__MACOSX").symlink_to(published)
    os.mkfifo(published / ".DS_Store")
    assert verdict_of(published).unexpected == 3


@pytest.mark.parametrize("name", OF_SYSTEMS)
def test_tellers_and_publishing_pass_them_over(published: Path, tmp_path: Path, name: str) -> None:
    (published / "sums").mkdir()
    for place in ("", "boxes", "boxes/r1-A", "sums"):
        put(published / place, name)
    WorkFolder.open(published)
    put(tmp_path, name)
    out = tmp_path / "out"
    out.mkdir()
    put(out, name)
    assert is_free(out)
    with staged_folder(out) as new:
        (new / "index.html").touch()
    assert [each.name for each in out.iterdir()] == ["index.html"]


def test_a_folder_with_a_page_under_such_a_name_is_not_free(tmp_path: Path) -> None:
    (tmp_path / "._index.html").write_bytes(PAGE)
    assert not is_free(tmp_path)

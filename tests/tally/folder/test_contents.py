"""What lies in a folder that should not: named, never followed, never waited for."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from meeting.language import gettext_for
from meeting.limits import LARGEST_SMALL_FILE
from meeting.problem import Problem
from meeting.staged_folder import staged_folder
from meeting.system_files import is_free
from tally.findings.finding import Level
from tally.folder.source import SIZES, SingleRecord, open_folder, open_source
from tally.opening.work_folder import WorkFolder
from tally.problem import ROOM
from tally.verify.folder import verify_folder
from tally.verify.single import verify_records, verify_single
from tally.verify.verdict import Verdict, Word
from tally.verify.words.verdict import verdict_lines

FILES = (
    "index.html", "report.en.html", "report.css", "README.txt", "outcome.json", "figures.json",
    "boxes/r1-A/record.bel", "boxes/r1-A/acts.json", "boxes/r1-A/checkpoint.txt",
)  # fmt: skip


def verdict_of(path: Path) -> Verdict:
    return verify_folder(open_folder(path), workers=1)


def found(verdict: Verdict, code: str) -> dict[str, Level]:
    return {each.where: each.level for each in verdict.findings if each.code == code}


def link(path: Path) -> None:
    """Put a link to a true copy in the place of a file; the copy lies outside the folder."""
    copy = next(each for each in path.parents if each.name == "published").with_name("copy")
    shutil.move(path, copy)
    path.symlink_to(copy)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def empty_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def huge(path: Path) -> None:
    os.truncate(path, SIZES[path.name] + 1)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (link, "file-symlink"),
        (pipe, "file-special"),
        (empty_folder, "file-special"),
        (huge, "file-size"),
    ],
)
def test_only_plain_files_are_read(
    published: Path, name: str, change: Callable[[Path], None], code: str
) -> None:
    change(published / name)
    verdict = verdict_of(published)
    assert found(verdict, code) == {name: Level.PROBLEM}
    assert verdict.word is Word.INVALID


@pytest.mark.parametrize("name", ["boxes", "boxes/r1-A", "sums"])
def test_a_folder_that_is_a_link_is_not_followed(
    published: Path, tmp_path: Path, name: str
) -> None:
    place = published / name
    if place.exists():
        shutil.move(place, tmp_path / "elsewhere")
    else:
        (tmp_path / "elsewhere").mkdir()
    place.symlink_to(tmp_path / "elsewhere")
    assert found(verdict_of(published), "file-symlink") == {name: Level.PROBLEM}


def test_a_link_to_an_endless_device_is_not_read(published: Path) -> None:
    (published / "README.txt").unlink()
    (published / "README.txt").symlink_to("/dev/zero")
    assert found(verdict_of(published), "file-symlink") == {"README.txt": Level.PROBLEM}


def test_a_socket_is_no_file(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (published / "README.txt").unlink()
    monkeypatch.chdir(published)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("README.txt")
        assert found(verdict_of(published), "file-special") == {"README.txt": Level.PROBLEM}


def test_what_belongs_to_nothing_is_named_and_the_last_lines_count_it(published: Path) -> None:
    (published / "index.htm").write_text("<p>100.00%</p>")
    (published / "boxes/r1-A/record2.bel").write_bytes(b"")
    (published / "boxes/r1-B/more").mkdir()
    (published / "latest").symlink_to(published)
    os.mkfifo(published / "pipe")
    verdict = verdict_of(published)
    assert found(verdict, "file-unexpected") == dict.fromkeys(
        ("index.htm", "boxes/r1-A/record2.bel", "boxes/r1-B/more", "latest", "pipe"), Level.NOTE
    )
    assert verdict.word is Word.VALID
    said = list(verdict_lines(verdict, [], gettext_for(ROOM, "en")))
    assert said[-1].startswith("VALID, but things in this folder that nobody checked: 5 — ")
    assert any(
        line.startswith("! Things in this folder that are no part of it (see above): 5.")
        for line in said
    )
    assert verdict.to_json()["unexpected"] == 5


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


def test_a_name_cannot_write_on_the_screen(published: Path) -> None:
    (published / "a\x1b[2Jb\u202ec").write_bytes(b"")
    (published / "boxes/\x1b[31m").mkdir()
    verdict = verdict_of(published)
    places = {*found(verdict, "file-unexpected"), *found(verdict, "box-unknown")}
    assert places == {r"'a\x1b[2Jb\u202ec'", r"boxes/'\x1b[31m'"}


def test_many_names_are_cut_short(published: Path) -> None:
    for number in range(70):
        (published / f"{number:02}").write_bytes(b"")
    verdict = verdict_of(published)
    assert len(found(verdict, "file-unexpected")) == 51
    assert any("20 more" in each.detail for each in verdict.findings)


def test_a_folder_without_anything_else_has_nothing_to_name(published: Path) -> None:
    verdict = verdict_of(published)
    assert verdict.unexpected == 0
    assert not any(each.code.startswith("file-") for each in verdict.findings)


def test_records_alone_are_read_no_other_way(published: Path) -> None:
    pipe(published / "boxes/r1-A/record.bel")
    verdict = verify_records(open_folder(published), workers=1)
    assert found(verdict, "file-special") == {"boxes/r1-A/record.bel": Level.PROBLEM}


def test_a_single_record_is_a_file(published: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.bel")
    with pytest.raises(Problem) as caught:
        open_source(tmp_path / "pipe.bel")
    assert caught.value.code == "source-unknown"
    pipe(published / "boxes/r1-A/acts.json")
    source = open_source(published / "boxes/r1-A/record.bel")
    assert isinstance(source, SingleRecord)
    assert verify_single(source, workers=1).word is Word.NOT_BOUND
    empty = published / "boxes/r1-B/acts.json"
    os.truncate(empty, SIZES[empty.name] + 1)
    other = open_source(published / "boxes/r1-B/record.bel")
    assert isinstance(other, SingleRecord)
    with pytest.raises(Problem) as caught:
        verify_single(other, workers=1)
    assert caught.value.code == "file-too-large"


def test_a_meeting_that_is_a_link_is_none(published: Path) -> None:
    link(published / "meeting.json")
    with pytest.raises(Problem) as caught:
        open_folder(published)
    assert caught.value.code == "source-unknown"


def test_tellers_do_not_work_on_links(published: Path) -> None:
    link(published / "boxes/r1-A/record.bel")
    with pytest.raises(Problem) as caught:
        WorkFolder.open(published)
    assert caught.value.code == "folder-kinds"
    assert "boxes/r1-A/record.bel" in caught.value.text("en")


def test_a_record_may_be_larger_than_other_files(published: Path) -> None:
    for name in ("record.bel", "acts.json"):
        os.truncate(published / "boxes/r1-A" / name, LARGEST_SMALL_FILE + 1)
    folder = open_folder(published)
    files = folder.files(folder.meeting.box("r1-A"))
    assert files.record is not None
    assert len(files.record) == LARGEST_SMALL_FILE + 1
    assert files.acts is None


@pytest.mark.parametrize(
    ("name", "most"),
    [("outcome.json", 64 << 20), ("index.html", 256 << 20), ("README.txt", 16 << 20)],
)
def test_outcome_and_reports_have_limits_of_their_own(
    published: Path, name: str, most: int
) -> None:
    """Read up to the byte, and not one byte more."""
    os.truncate(published / name, most)
    assert len(open_folder(published).optional(name) or b"") == most
    os.truncate(published / name, most + 1)
    assert open_folder(published).optional(name) is None
    assert found(verdict_of(published), "file-size") == {name: Level.PROBLEM}

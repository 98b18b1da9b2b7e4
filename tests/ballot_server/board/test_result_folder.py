"""What `server show` takes: a published folder of this board, whole, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board import result_folder
from ballot_server.board.result_folder import register
from ballot_server.problems.commands import (
    PublishedFileUnusable,
    PublishedForeign,
    PublishedIncomplete,
    PublishedRecordForeign,
)
from meeting.published import folder_names
from tests.ballot_server.fixtures.asking import cast, receipt_of
from tests.ballot_server.fixtures.published_folders import published_folder
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded

pytestmark = pytest.mark.usefixtures("sealing_by_fives")

SUM = "r1-A+B"
NEEDED = sorted(folder_names.FOLDER_FILES - folder_names.OPTIONAL_FILES)


def test_the_files_are_those_that_are_published() -> None:
    of_folder, of_box = folder_names.FOLDER_FILES, set(folder_names.BOX_FILES)
    names = of_folder | of_box | {*folder_names.SUM_FILES, *folder_names.DRAW_FILES}
    assert (
        names
        > folder_names.OPTIONAL_FILES
        == {
            "figures.json",
            "figures-signed.json",
            "acts.json",
            "checkpoint.txt",
            "cancelled.json",
        }
    )
    assert {Path(name).suffix for name in names} == set(result_folder.MEDIA_TYPES)


def _link(folder: Path) -> None:
    (folder / "figures.json").symlink_to("outcome.json")


def _linked_box(folder: Path) -> None:
    (folder / "boxes" / BOX).rename(folder.parent / "elsewhere")
    (folder / "boxes" / BOX).symlink_to(folder.parent / "elsewhere")


def _more(name: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text("{}")

    return write


@pytest.mark.parametrize(
    "spoil",
    [
        _link,
        _linked_box,
        _more("run.js"),
        _more("more.html"),
        _more(".hidden.txt"),
        _more("boxes/r9-Z/record.bel"),
        _more("sums"),
        _more("sums/r9-Y+Z/sum.json"),
        _more(f"sums/{BOX}/sum.json"),
        _more(f"sums/{BOX}+/sum.json"),
        _more(f"sums/{SUM}/key.json"),
        _more(f"boxes/{BOX}/key.json"),
        lambda folder: (folder / "empty").mkdir(),
        lambda folder: os.mkfifo(folder / "figures.json"),
    ],
)
def test_anything_more_is_refused(
    loaded: Loaded, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    source = published_folder(tmp_path / "out", loaded.board)
    spoil(source)
    with pytest.raises(PublishedFileUnusable):
        register(loaded.board, source)
    assert not loaded.config.result.exists()


def test_boxes_that_were_opened_as_one_come_with_their_sum(loaded: Loaded, tmp_path: Path) -> None:
    source = published_folder(tmp_path / "out", loaded.board)
    for name in folder_names.SUM_FILES:
        _more(f"sums/{SUM}/{name}")(source)
    register(loaded.board, source)
    assert (loaded.config.result / "sums" / SUM / "opening.json").read_text() == "{}"
    (source / "sums" / SUM / "sum.json").unlink()
    with pytest.raises(PublishedIncomplete):
        register(loaded.board, source)


def test_an_exception_that_tellers_signed_comes_along(loaded: Loaded, tmp_path: Path) -> None:
    source = published_folder(tmp_path / "out", loaded.board)
    _more(folder_names.exception_file("r1"))(source)
    register(loaded.board, source)
    assert (loaded.config.result / "exceptions/r1.json").read_text() == "{}"
    _more(folder_names.exception_file("r9"))(source)
    with pytest.raises(PublishedFileUnusable):
        register(loaded.board, source)


@pytest.mark.parametrize("name", [*NEEDED, f"boxes/{OTHER_BOX}/record.bel"])
def test_anything_less_is_refused(loaded: Loaded, tmp_path: Path, name: str) -> None:
    source = published_folder(tmp_path / "out", loaded.board)
    (source / name).unlink()
    with pytest.raises(PublishedIncomplete):
        register(loaded.board, source)
    assert not loaded.config.result.exists()


def test_another_meeting_is_refused(loaded: Loaded, tmp_path: Path) -> None:
    source = published_folder(tmp_path / "out", loaded.board)
    (source / "meeting.json").write_text("{}")
    with pytest.raises(PublishedForeign):
        register(loaded.board, source)


def test_a_record_is_the_boards_own_or_goes_on_after_it(
    client: FlaskClient, loaded: Loaded, tmp_path: Path
) -> None:
    source = published_folder(tmp_path / "out", loaded.board)
    record = source / "boxes" / BOX / "record.bel"
    whole = record.read_bytes()
    record.write_bytes(whole + b"what the tellers add")
    register(loaded.board, source)
    for wrong in (whole[:-1], bytes([whole[0] ^ 1]) + whole[1:], b""):
        record.write_bytes(wrong)
        with pytest.raises(PublishedRecordForeign, match=BOX):
            register(loaded.board, source)
    record.write_bytes(whole)
    for slip in loaded.slips[BOX][:10]:  # a batch is sealed: the board has more than was published
        receipt_of(cast(client, slip.text()), loaded)
    with pytest.raises(PublishedRecordForeign):
        register(loaded.board, source)


def _link_to_the_key(folder: Path, key: Path) -> None:
    (folder / "outcome.json").unlink()
    (folder / "outcome.json").symlink_to(key)


def _link_to_a_folder(folder: Path, key: Path) -> None:
    box = folder / "boxes" / BOX
    box.rename(key.parent / BOX)
    box.symlink_to(key.parent / BOX)


def _other_meeting(folder: Path, _key: Path) -> None:
    (folder / "meeting.json").write_text("{}")


@pytest.mark.parametrize(
    ("exchange", "problem"),
    [
        (_link_to_the_key, PublishedFileUnusable),
        (_link_to_a_folder, PublishedFileUnusable),
        (_other_meeting, PublishedForeign),
    ],
)
def test_what_is_exchanged_after_the_first_look_is_refused_when_it_is_read(
    loaded: Loaded,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    exchange: Callable[[Path, Path], None],
    problem: type[Exception],
) -> None:
    """Whoever can write in the folder could else have the server's own key published."""
    source = published_folder(tmp_path / "out", loaded.board)
    real = result_folder._files

    def files(*given: object) -> list[Path]:
        found = real(*given)  # type: ignore[arg-type]
        exchange(source, loaded.config.server_key)
        return found

    monkeypatch.setattr(result_folder, "_files", files)
    with pytest.raises(problem):
        register(loaded.board, source)
    assert not loaded.config.result.exists()

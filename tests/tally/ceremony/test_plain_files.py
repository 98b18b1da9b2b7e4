"""Links and pipes in the ceremony's folder are not opened, and nothing is written through them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from meeting.problem import Problem
from tally.ceremony import folder, steps
from tally.ceremony.folder import TRUSTEES, VOUTPUT, CeremonyFolder
from tests.tally.fixtures.bad_tellers import Ceremony
from tests.tally.fixtures.small_hall import CHEAP, PASSPHRASE


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.symlink_to(path.parent / "elsewhere")


def refused(step: Callable[[], object]) -> None:
    with pytest.raises(Problem) as caught:
        step()
    assert caught.value.code == "file-not-plain"
    assert "链接" in caught.value.text("zh")


@pytest.mark.parametrize("put", [pipe, link])
def test_no_link_or_pipe_is_opened(copied: Ceremony, put: Callable[[Path], None]) -> None:
    put(copied.folder.path / TRUSTEES)
    refused(lambda: steps.assemble(copied.folder))
    copied.remove(VOUTPUT, 2)
    put(copied.folder.message_path(2, VOUTPUT))
    refused(lambda: steps.assemble(copied.folder))
    (copied.folder.path / "meeting.json").unlink()
    put(copied.folder.path / "meeting.json")
    refused(lambda: CeremonyFolder.open(copied.folder.path))


@pytest.mark.parametrize("put", [pipe, link])
def test_what_is_exchanged_after_it_was_looked_at_is_not_read_either(
    copied: Ceremony, put: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copied.folder.message_path(2, VOUTPUT)
    path.rename(path.parent / "elsewhere")
    put(path)
    monkeypatch.setattr(folder, "_is_plain", lambda *_, **__: True)
    refused(lambda: copied.folder.voutput(2))


def test_nothing_is_written_through_a_linked_folder(copied: Ceremony, tmp_path: Path) -> None:
    new, elsewhere = tmp_path / "new", tmp_path / "elsewhere"
    new.mkdir()
    elsewhere.mkdir()
    (new / "meeting.json").write_bytes((copied.folder.path / "meeting.json").read_bytes())
    (new / "ceremony").symlink_to(elsewhere)
    folder = CeremonyFolder.open(new)
    refused(lambda: steps.join(folder, 1, tmp_path / "1.key", PASSPHRASE, CHEAP))
    assert not list(elsewhere.iterdir())
    assert not (tmp_path / "1.key").exists()

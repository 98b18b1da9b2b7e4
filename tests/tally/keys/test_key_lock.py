"""One key file in two windows: neither erases what the other remembered, and only one works."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from meeting.problem import Problem
from tally.keys.key_file import KeyFile
from tally.keys.key_lock import key_lock
from tally.keys.teller_key import RememberedOpening
from tally.opening import share
from tally.opening.planned import no_progress_of
from tally.sums.share import release_sum
from tally.sums.sum import prepare_sum
from tally.verify.record.box import no_progress
from tests.tally.fixtures.small_hall import CHEAP, PASSPHRASE, Hall
from tests.tally.fixtures.summed_meeting import with_own_keys
from tests.tally.fixtures.typed_commands import Terminal
from tests.tally.keys.test_key_file import KEY

FIRST = RememberedOpening("r1-A", "1" * 64, "first", "2" * 64)
SECOND = RememberedOpening("r1-B", "3" * 64, "second", "4" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "teller.key"
    KeyFile.create(path, KEY, PASSPHRASE, CHEAP)
    return path


def refused(*arguments: object) -> str:
    step, *rest = arguments
    with pytest.raises(Problem) as caught:
        step(*rest)  # type: ignore[operator]
    return caught.value.code


def test_a_later_save_never_erases_the_memory_of_an_earlier_one(path: Path) -> None:
    one, two = KeyFile.open(path, PASSPHRASE), KeyFile.open(path, PASSPHRASE)
    two.save(two.key.remembering(FIRST))
    two.save(two.key.remembering(SECOND))
    before = path.read_bytes()
    assert refused(one.save, one.key.remembering(SECOND)) == "key-file-changed"
    assert (path.read_bytes(), one.key.openings) == (before, ())
    assert KeyFile.open(path, PASSPHRASE).key.openings == (FIRST, SECOND)


def test_nothing_is_saved_where_the_key_file_is_gone(path: Path) -> None:
    file = KeyFile.open(path, PASSPHRASE)
    path.unlink()
    assert refused(file.save, file.key.remembering(FIRST)) == "file-unreadable"
    assert not path.exists()


def test_nothing_is_saved_while_another_command_holds_the_key(path: Path) -> None:
    file = KeyFile.open(path, PASSPHRASE)
    with key_lock(path):
        assert refused(file.save, file.key.remembering(FIRST)) == "key-file-in-use"
    file.save(file.key.remembering(FIRST))


def test_a_link_to_the_key_is_the_same_key(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.key"
    link.symlink_to(path)
    with key_lock(link):
        assert refused(key_lock(path).__enter__) == "key-file-in-use"
    file = KeyFile.open(link, PASSPHRASE)
    file.save(file.key.remembering(FIRST))
    assert KeyFile.open(path, PASSPHRASE).key.openings == (FIRST,)


def test_no_lock_is_made_through_a_link(path: Path, tmp_path: Path) -> None:
    (tmp_path / ".teller.key.lock").symlink_to(tmp_path / "elsewhere")
    assert refused(key_lock(path).__enter__) == "file-unwritable"
    assert not (tmp_path / "elsewhere").exists()


HOLDING = """
import sys
from pathlib import Path
from tally.keys.key_lock import key_lock
with key_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_of_another_process_holds_and_dies_with_it(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Problem) as caught, key_lock(path):
            pass
        assert caught.value.code == "key-file-in-use"
        assert "正被另一条命令使用" in caught.value.text("zh")
        other.kill()
    with key_lock(path):
        pass


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


def test_a_second_command_asks_for_nothing_and_stops(fresh: Hall, terminal: Terminal) -> None:
    key = fresh.key_paths[0]
    words = ("teller", "accept", fresh.folder, "--key", key)
    with key_lock(key):
        said = terminal.run(*words)
    assert (said.code, "in use by another command" in said.err) == (2, True)
    said = terminal.run(*words, answers=[PASSPHRASE])
    assert said.code == 0
    assert terminal.run(*words, answers=[PASSPHRASE]).code == 0


def test_one_key_in_two_windows_opens_no_box_twice(fresh: Hall, tmp_path: Path) -> None:
    """The window that waited at its question releases nothing once the other has saved."""
    work = fresh.write_work(tmp_path / "work")
    waiting = fresh.key(1)
    box = fresh.box("r1-A")
    ready = share.prepare(work, box, waiting, no_progress)
    fresh.open_box(work, "r1-B", 1)
    before = work.record_path(box).read_bytes()
    assert refused(share.release, work, ready, waiting) == "key-file-changed"
    assert work.record_path(box).read_bytes() == before
    assert [each.box for each in fresh.key(1).key.openings] == ["r1-B"]


def test_no_sum_is_opened_while_another_window_uses_the_key(groups: Hall, tmp_path: Path) -> None:
    """What another window did with the key is in its memory before anything else is done."""
    hall = with_own_keys(groups, tmp_path / "keys")
    work = hall.write_work(tmp_path / "work")
    waiting = hall.key(1)
    ready = prepare_sum(work, ("r1-A", "r1-B"), waiting, no_progress_of)
    hall.open_box(work, "r1-C", 1)
    assert refused(release_sum, work, ready, waiting) == "key-file-changed"
    assert not list((tmp_path / "work").glob("sums/*/opening.json"))
    assert [(each.box, each.sum) for each in hall.key(1).key.openings] == [("r1-C", "")]

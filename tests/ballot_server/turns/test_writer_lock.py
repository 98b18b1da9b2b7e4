"""Writers of several processes take turns, and a killed one holds nobody up."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from ballot_server.problems.refusals import (
    DiskNearlyFull,
    StorageBusy,
    StorageFailed,
    StorageReadOnly,
)
from ballot_server.turns.writer_lock import only_one_writes
from tests.ballot_server.turns.test_turns import wait_for

ROOT = Path(__file__).parents[3]
WRITER = """
import os, sys, time
from pathlib import Path
from ballot_server.turns.writer_lock import only_one_writes
folder, name = Path(sys.argv[1]), sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
for _ in range(30):
    with only_one_writes(folder):
        with (folder / "log").open("a") as log:
            log.write(name)
        time.sleep(0.005)
"""
HOLDER = """
import sys, time
from pathlib import Path
from ballot_server.turns.writer_lock import only_one_writes
with only_one_writes(Path(sys.argv[1])):
    print("ready", flush=True)
    time.sleep(600)
"""


def process(script: str, *arguments: str | Path) -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def test_a_process_that_writes_without_a_pause_leaves_the_others_their_turn(tmp_path: Path) -> None:
    writers = [process(WRITER, tmp_path, name) for name in "ab"]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        assert writer.wait(60) == 0
        writer.communicate()
    log = (tmp_path / "log").read_text()
    assert sorted(log) == sorted("a" * 30 + "b" * 30)
    both = log[log.index("b") if log[0] == "a" else log.index("a") :].rstrip(log[-1])
    changes = sum(before != after for before, after in pairwise(both))
    assert changes >= len(both) * 3 // 4  # one after the other, while both want to write


def test_a_killed_writer_lets_go(tmp_path: Path) -> None:
    holder = process(HOLDER, tmp_path)
    other = os.open(tmp_path / "writing.lock", os.O_RDWR)
    with pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    with only_one_writes(tmp_path):
        pass
    os.close(other)


def free(path: Path) -> bool:
    """Whether nobody holds a locked file."""
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.mark.parametrize("name", ["writing.lock", "writing.next"])
def test_nobody_waits_without_an_end_for_a_writer_that_was_stopped(
    tmp_path: Path, name: str
) -> None:
    """And who gave up does not come to hold anything when the other one goes on."""
    with (tmp_path / name).open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        for _ in range(2):
            with pytest.raises(StorageBusy), only_one_writes(tmp_path, 0.05):
                pass
        assert free(tmp_path / "writing.next") == (name == "writing.lock")
    with only_one_writes(tmp_path, 30):
        pass
    wait_for(lambda: free(tmp_path / "writing.lock") and free(tmp_path / "writing.next"))


def test_where_no_thread_can_be_had_others_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_thread: threading.Thread) -> None:
        raise RuntimeError

    with (tmp_path / "writing.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        monkeypatch.setattr(threading.Thread, "start", none)
        with pytest.raises(StorageBusy), only_one_writes(tmp_path, 30):
            pass
    with only_one_writes(tmp_path):
        pass


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (errno.EROFS, StorageReadOnly),
        (errno.EACCES, StorageReadOnly),
        (errno.ENOSPC, DiskNearlyFull),
        (errno.EIO, StorageFailed),
    ],
)
def test_what_the_system_refuses_is_said_in_our_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, problem: type[Exception]
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, "")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(problem), only_one_writes(tmp_path):
        pass

"""The lock of a file is waited for, but not without an end; and who gave up holds nothing later."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.board.visits import Visits
from ballot_server.kiosks.registry import KioskRegistry
from ballot_server.problems.commands import for_commands
from ballot_server.problems.kiosks import KiosksUnreadable
from ballot_server.problems.refusals import SigningBusy, VisitNotNoted
from ballot_server.turns.file_lock import lock, release
from meeting.board_interface.questions import VisitStep
from tests.ballot_server.fixtures.small_meeting import BOX, Loaded, config_in
from tests.ballot_server.turns.test_turns import wait_for
from tests.ballot_server.turns.test_writer_lock import free, process

STOPPED = """
import fcntl, os, sys
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)
fcntl.flock(file, fcntl.LOCK_EX)
print("ready", flush=True)
sys.stdin.readline()
"""


def test_who_gave_up_holds_nothing_when_the_other_one_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    first, second = (os.open(path, os.O_RDWR | os.O_CREAT) for _ in range(2))
    lock(first, time.monotonic())
    with pytest.raises(TimeoutError):
        lock(second, time.monotonic() + 0.05)
    os.close(second)
    release(first)
    wait_for(lambda: free(path))


def test_who_waited_holds_it_until_the_release(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    holder = process(STOPPED, path)
    file = os.open(path, os.O_RDWR)
    assert holder.stdin is not None
    holder.stdin.close()
    lock(file, time.monotonic() + 30)
    holder.wait(30)
    assert not free(path)
    release(file)
    assert free(path)
    assert holder.stdout is not None
    holder.stdout.close()


def test_a_signer_that_was_suspended_is_named_and_nobody_waits_without_an_end(
    loaded: Loaded,
) -> None:
    """A SIGSTOP while it held the lock stopped every checkpoint of the box for ever."""
    object.__setattr__(loaded.board.config, "busy_seconds", 0.2)
    holder = process(STOPPED, loaded.board.config.keys / f"{BOX}.lock")
    holder.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(SigningBusy, match="suspended") as refused:
        signed_checkpoint(loaded.board, BOX)
    assert time.monotonic() - began < 20
    assert for_commands(refused.value, loaded.config.folder) is refused.value
    holder.send_signal(signal.SIGCONT)
    holder.communicate("\n")
    assert signed_checkpoint(loaded.board, BOX)


def test_visits_do_not_wait_without_an_end_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ballot_server.memory_folder.PATIENCE", 0.1)
    config = config_in(tmp_path / "board")
    config.folder.mkdir()
    visits = Visits(config)
    visits.start()
    visits.note("r1-A", bytes(range(16)), VisitStep.HERE, lambda: None)
    holder = process(STOPPED, config.visits / "r1-A")
    holder.send_signal(signal.SIGSTOP)
    with pytest.raises(VisitNotNoted):
        visits.note("r1-A", bytes(16), VisitStep.HERE, lambda: None)
    assert visits.open("r1-A") is None
    kept = (config.visits / "r1-A").open("rb")
    visits.wipe("r1-A")
    assert not (config.visits / "r1-A").exists()
    assert not any(kept.read())
    kept.close()
    visits.stop()
    holder.kill()
    holder.communicate()


def test_nobody_waits_without_an_end_to_change_the_list_of_kiosks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ballot_server.kiosks.registry.PATIENCE", 0.1)
    config = config_in(tmp_path / "board")
    config.folder.mkdir()
    registry = KioskRegistry(config)
    registry.create(only_enrolled=True)
    before = config.kiosks.read_bytes()
    holder = process(STOPPED, config.kiosks.with_suffix(".lock"))
    holder.send_signal(signal.SIGSTOP)
    with pytest.raises(KiosksUnreadable):
        registry.invite("左一")
    assert config.kiosks.read_bytes() == before
    holder.kill()
    holder.communicate()
    assert registry.invite("左一")[0] == 1

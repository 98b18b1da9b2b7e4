"""Open visits at a real server: counted by all its workers, forgotten when it ends."""

from __future__ import annotations

import os
import signal
import time

import httpx

from ballot_server.board.visits import OpenVisits
from crypto.canonical import dumps
from meeting.board_interface.questions import VisitStep
from tests.ballot_server.fixtures.asking import Start
from tests.ballot_server.fixtures.small_meeting import BOX, Loaded
from tests.ballot_server.fixtures.told_visits import (
    ONE,
    in_booths,
    kept,
    may,
)


def test_a_real_server_counts_visits_from_all_its_workers_and_forgets_them(
    start: Start, loaded: Loaded
) -> None:
    url, process = start()
    assert in_booths(loaded) == OpenVisits(0, 0), "it runs: nobody is there"
    for number in range(20):
        body = dumps({"step": "begin", "visit": f"{number:032x}"})
        path = f"/api/boxes/{BOX}/visits"
        answer = httpx.post(
            url + path,
            content=body,
            headers={
                "Content-Type": "application/json",
                **loaded.kiosk.header(path, body.encode()),
            },
            trust_env=False,
        )
        assert answer.status_code == 200
    assert in_booths(loaded) == OpenVisits(20, 0)
    os.kill(process.pid, signal.SIGTERM)
    process.wait(30)
    assert not loaded.config.visits.exists()
    assert in_booths(loaded) is None


def test_a_second_server_on_the_folder_forgets_nobody(start: Start, loaded: Loaded) -> None:
    _, first = start()
    loaded.board.visits.note(BOX, bytes.fromhex(ONE), VisitStep.BEGIN, may)
    _, second = start()
    assert in_booths(loaded) == OpenVisits(1, 0)
    for process, left in ((second, OpenVisits(1, 0)), (first, None)):
        os.kill(process.pid, signal.SIGTERM)
        process.wait(30)
        assert in_booths(loaded) == left
    assert not loaded.config.visits.exists()


def test_what_a_killed_server_left_counts_for_nothing(start: Start, loaded: Loaded) -> None:
    _, process = start()
    loaded.board.visits.note(BOX, bytes.fromhex(ONE), VisitStep.BEGIN, may)
    assert in_booths(loaded) == OpenVisits(1, 0)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)
    assert kept(loaded).exists()
    deadline = time.monotonic() + 30  # for the workers to be gone too
    while in_booths(loaded) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert in_booths(loaded) is None
    start()
    assert in_booths(loaded) == OpenVisits(0, 0)

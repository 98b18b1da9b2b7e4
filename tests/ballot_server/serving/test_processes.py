"""A real gunicorn with two workers: many kiosks at once, killed workers, killed servers."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from ballot_server.board.closing import close
from ballot_server.serving import server
from crypto.board.receipt import Receipt
from crypto.record.record import read_record
from tests.ballot_server.fixtures.asking import Start, accepted
from tests.ballot_server.fixtures.small_meeting import ABSTAIN_MOVE, BOX, Loaded

JSON = {"Content-Type": "application/json"}


def post(url: str, body: bytes, loaded: Loaded) -> httpx.Response:
    path = f"/api/boxes/{BOX}/ballots"
    with httpx.Client(trust_env=False, timeout=60) as client:
        headers = JSON | loaded.kiosk.header(path, body)
        return client.post(url + path, content=body, headers=headers)


def test_many_kiosks_at_once(loaded: Loaded, start: Start, log: Path) -> None:
    """Each slip is used at two kiosks at once, each of which sends its ballot twice."""
    url, process = start()
    slips = loaded.slips[BOX][:12]
    bodies = [
        slip.text(choices) for slip in slips for choices in (((0, 1, 0), (1, 0)), ABSTAIN_MOVE)
    ]
    with ThreadPoolExecutor(8) as kiosks:
        answers = list(
            kiosks.map(lambda body: post(url, body, loaded), [b for b in bodies for _ in "12"])
        )
    for index, slip in enumerate(slips):
        four = answers[4 * index : 4 * index + 4]
        assert Counter(each.status_code for each in four) == {200: 2, 409: 2}, slip.public
        receipts = {each.json()["signature"] for each in four if each.status_code == 200}
        earlier = {each.json()["receipt"]["signature"] for each in four if each.status_code == 409}
        assert len(receipts) == 1
        assert earlier == receipts
    assert accepted(loaded) == 12
    record = read_record(httpx.get(f"{url}/api/boxes/{BOX}/record.bel", trust_env=False).content)
    for answer in answers:
        if answer.status_code == 200:
            receipt = Receipt.parse(answer.content)
            receipt.check(loaded.board.key.public).check_record(record)
    response = httpx.get(f"{url}/", trust_env=False)
    assert "gunicorn" not in str(response.headers).lower()
    process.terminate()
    assert process.wait(30) == 0
    written = log.read_text()
    assert BOX not in written
    assert "ballots" not in written


def test_a_body_that_never_says_how_long_it_is(loaded: Loaded, start: Start) -> None:
    url, _ = start()
    good = loaded.slips[BOX][0].text()
    endless = (b" " * 65536 for _ in range(64))
    parts = (good[at : at + 1000] for at in range(0, len(good), 1000))
    with httpx.Client(trust_env=False, timeout=60, headers=JSON) as client:
        try:
            answer = client.post(f"{url}/api/boxes/{BOX}/ballots", content=endless)
        except httpx.WriteError:  # it hung up while we were still sending
            pass
        else:
            assert answer.status_code == 413
        assert accepted(loaded) == 0
        path = f"/api/boxes/{BOX}/ballots"
        answer = client.post(url + path, content=parts, headers=loaded.kiosk.header(path, good))
        assert answer.status_code == 200


@contextmanager
def unfinished(url: str, count: int, *, length: int = 4000) -> Iterator[list[socket.socket]]:
    """Begin so many ballots, of which the end never comes."""
    host, _, port = url.removeprefix("http://").partition(":")
    begun = (
        f"POST /api/boxes/{BOX}/ballots HTTP/1.1\r\nHost: {host}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{{"
    )
    with ExitStack() as stack:
        found = []
        for _ in range(count):
            each = stack.enter_context(socket.create_connection((host, int(port)), timeout=30))
            each.sendall(begun.encode())
            found.append(each)
        yield found


def test_unfinished_ballots_do_not_hold_up_the_others(
    loaded: Loaded, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READ_SECONDS", "4")
    url, _ = start()
    with unfinished(url, 16):
        before = time.monotonic()
        assert post(url, loaded.slips[BOX][0].text(), loaded).status_code == 200
        assert time.monotonic() - before < 3
    with unfinished(url, 2 * server.THREADS + 16) as connections:
        before = time.monotonic()
        assert post(url, loaded.slips[BOX][1].text(), loaded).status_code == 200
        assert time.monotonic() - before < 20
        for each in connections[:3]:
            assert each.recv(100).startswith(b"HTTP/1.1 400")
    assert accepted(loaded) == 2


def test_a_ballot_that_trickles_in_is_cut_off(
    loaded: Loaded, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READ_SECONDS", "2")
    url, _ = start()
    with unfinished(url, 1) as (slow,):
        slow.settimeout(0.2)
        before = time.monotonic()
        answer = b""
        while not answer and time.monotonic() - before < 30:
            with suppress(TimeoutError):
                answer = slow.recv(100)
            if not answer:
                slow.sendall(b" ")
        assert answer.startswith(b"HTTP/1.1 400")
    assert accepted(loaded) == 0


def test_a_worker_killed_between_commit_and_receipt(
    loaded: Loaded, start: Start, trigger: Path
) -> None:
    url, _ = start()
    body = loaded.slips[BOX][0].text()
    trigger.touch()
    with pytest.raises(httpx.TransportError):
        post(url, body, loaded)
    assert not trigger.exists()
    assert accepted(loaded) == 1
    answer = post(url, body, loaded)  # another worker answers
    assert answer.status_code == 200
    Receipt.parse(answer.content).check(loaded.board.key.public)
    assert post(url, loaded.slips[BOX][0].text(), loaded).status_code == 409
    assert accepted(loaded) == 1


def test_a_server_killed_in_the_middle_loses_nothing_it_gave_a_receipt_for(
    loaded: Loaded, start: Start
) -> None:
    url, process = start()
    bodies = [slip.text() for slip in loaded.slips[BOX][:16]]

    def send(body: bytes) -> httpx.Response | None:
        try:
            return post(url, body, loaded)
        except httpx.TransportError:
            return None

    with ThreadPoolExecutor(4) as kiosks:
        sent = [kiosks.submit(send, body) for body in bodies]
        while sum(each.done() for each in sent) < 7:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        answers = [each.result() for each in sent]
    process.wait()
    given = [each for each in answers if each is not None and each.status_code == 200]
    assert 7 <= len(given) <= accepted(loaded) <= len(bodies)
    url, _ = start()
    for body, answer in zip(bodies, answers, strict=True):
        again = post(url, body, loaded)
        assert again.status_code == 200
        if answer is not None:
            assert again.json()["signature"] == answer.json()["signature"]
    assert accepted(loaded) == 16


def test_a_box_closed_while_ballots_are_coming(loaded: Loaded, start: Start) -> None:
    """A ballot lands before EndBallots, with its receipt, or is refused as closed."""
    url, _ = start()
    bodies = [slip.text() for slip in loaded.slips[BOX][:16]]
    with ThreadPoolExecutor(4) as kiosks:
        sent = [kiosks.submit(post, url, body, loaded) for body in bodies]
        while sum(each.done() for each in sent) < 4:
            time.sleep(0.02)
        close(loaded.board, BOX)
        answers = [each.result() for each in sent]
    assert {answer.status_code for answer in answers} <= {200, 403}
    refused = [answer for answer in answers if answer.status_code == 403]
    assert all(answer.json()["code"] == "box-closed" for answer in refused)
    given = [Receipt.parse(answer.content) for answer in answers if answer.status_code == 200]
    record = read_record(httpx.get(f"{url}/api/boxes/{BOX}/record.bel", trust_env=False).content)
    texts = b"".join(each.data for each in record.ballots)
    assert len(record.ballots) == len(given)
    assert all(receipt.fingerprint.encode() in texts for receipt in given)

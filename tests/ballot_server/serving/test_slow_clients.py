"""Clients that send or read slowly keep a thread, and nothing that others need."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

from ballot_server.store import chain
from ballot_server.store.models import BoxRow, SealedBallot
from tests.ballot_server.fixtures.asking import Start, accepted
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded
from tests.ballot_server.serving.test_processes import JSON

MEGABYTES = 16
PATH = f"/api/boxes/{OTHER_BOX}/record.bel"


@pytest.fixture
def long_record(loaded: Loaded) -> None:
    """A box with more in its chain than the system keeps for a reader."""
    with loaded.board.store.writing() as session:
        row = session.get_one(BoxRow, OTHER_BOX)
        texts = [f'"{number}{"x" * 1024 * 1024}"'.encode() for number in range(MEGABYTES)]
        made = chain.builder(session, row).add_ballots(texts)
        chain.store(session, OTHER_BOX, made.entries)
        for entry in made.entries:
            name = str(entry.event.height)
            session.add(
                SealedBallot(
                    box_id=OTHER_BOX,
                    credential=name,
                    fingerprint=name,
                    tracker=name,
                    height=entry.event.height,
                )
            )


def connected(url: str, begin: str) -> socket.socket:
    address = urlsplit(url)
    found = socket.create_connection((address.hostname, address.port), timeout=60)
    found.sendall(begin.encode())
    return found


@pytest.mark.usefixtures("long_record")
def test_slow_clients_hold_neither_the_log_nor_the_others(loaded: Loaded, start: Start) -> None:
    url, _ = start()
    head = "POST /api/boxes/{} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    half = head.format(f"{BOX}/ballots") + "Content-Length: 3000\r\n\r\n{"
    slow = [connected(url, half) for _ in range(6)]
    reading = [connected(url, f"GET {PATH} HTTP/1.1\r\nHost: x\r\n\r\n") for _ in range(6)]
    begun = [each.recv(4096) for each in reading]

    def cast(body: bytes) -> int:
        path = f"/api/boxes/{BOX}/ballots"
        headers = JSON | loaded.kiosk.header(path, body)
        with httpx.Client(trust_env=False, timeout=60) as client:
            return client.post(url + path, content=body, headers=headers).status_code

    with ThreadPoolExecutor(10) as kiosks:
        found = list(kiosks.map(cast, [slip.text() for slip in loaded.slips[BOX][:20]]))
    assert found == [200] * 20
    assert accepted(loaded) == 20
    loaded.board.store.erase_order()  # raises while anybody holds the log
    assert all(b"200 OK" in first and b"Content-Length: " in first for first in begun)
    for each in slow + reading:
        each.close()

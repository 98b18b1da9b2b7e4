"""Four devices at the doors of one meeting, each a client over HTTP of its own."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from urllib.parse import urlencode

import pytest
from werkzeug.serving import make_server

from desk.config import DeskConfig
from desk.serving.app import create_app
from desk.store.database import Database
from desk.store.migrate import MIGRATIONS
from desk.web.access import COOKIE
from desk.web.here import Here, Ticket
from tests.desk.fixtures.published import AT, ID, published_meeting

VOTERS = 300
DEVICES = 4
SHARED = 20
"""So many people are checked in by all four devices, as where somebody queues twice."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Here]]:
    """The address of a desk under a server of many threads, and what it stands on."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"127.0.0.1:{port}"
    config = DeskConfig(tmp_path / "desk", frozenset({url}))
    database = Database(config.database)
    database.bring_up_to_date(MIGRATIONS)
    database.dispose()
    published_meeting(config.meetings, VOTERS)
    app = create_app(config, Ticket.draw())
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    here: Here = app.extensions["desk"]
    yield url, here
    server.shutdown()
    thread.join()
    server.server_close()
    for _, stored in here.attendance.values():
        stored.dispose()
    here.database.dispose()


class Device:
    """A device whose browser the desk has let in."""

    def __init__(self, url: str, here: Here) -> None:
        self.connection = HTTPConnection(url, timeout=60)
        self.cookies = {COOKIE: here.ticket.cookie}

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        """The page at `path`, or the one that a form leads to."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request("GET" if form is None else "POST", path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for set_ in answer.headers.get_all("Set-Cookie", []):
            name, _, value = set_.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status == HTTPStatus.SEE_OTHER:
            return self.ask(answer.headers["Location"])
        assert answer.status == HTTPStatus.OK, text
        return text

    def check_in(self, places: list[int]) -> int:
        """Check these in; how many the desk called newly checked in."""
        word = re.search(r'name="csrf_token" value="([^"]+)"', self.ask(AT))
        assert word
        new = 0
        for place in places:
            form = {"csrf_token": word[1], "place": str(place), "came": "1"}
            new += "told done just-now" in self.ask(f"{AT}/came", form)
        return new


def test_nobody_is_lost_and_nobody_comes_twice(served: tuple[str, Here]) -> None:
    url, here = served
    queues = [[*range(SHARED), *range(SHARED + at, VOTERS, DEVICES)] for at in range(DEVICES)]
    devices = [Device(url, here) for _ in queues]
    with ThreadPoolExecutor(DEVICES) as pool:
        new = list(pool.map(Device.check_in, devices, queues))
    for device in devices:
        device.connection.close()
    stored = here.attendance[ID][1]
    assert sum(new) == VOTERS
    assert stored.came() == b"\1" * VOTERS
    assert stored.present() == stored.expected

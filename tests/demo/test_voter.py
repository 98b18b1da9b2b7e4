"""The simulated voter at screens that are not the usual ones."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from demo import voter
from demo.problem import DemoProblem

UNCONFIRMED = ("error", "unconfirmed")
RECEIPT = ("receipt", "")


class Screens(HTTPServer):
    """A kiosk that shows these screens, one after the other, and keeps what was pressed."""

    def __init__(self, screens: list[tuple[str, str]]) -> None:
        super().__init__(("127.0.0.1", 0), Screen)
        self.screens = screens
        self.pressed: list[str] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class Screen(BaseHTTPRequestHandler):
    """Answers every request with the next screen; the last one stays."""

    server: Screens

    def do_GET(self) -> None:
        name, problem = self.server.screens[0]
        if len(self.server.screens) > 1:
            del self.server.screens[0]
        body = (
            f'<body data-page="{name}" data-problem="{problem}"><data id="receipt" value="PXR1:it">'
            f'</data><form id="page" action="/{name}"><button class="go main"></button></form>'
        ).encode()
        self.send_response(503 if problem else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.pressed.append(self.path)
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        del format, args


@pytest.fixture
def kiosk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Screens]:
    monkeypatch.setattr(voter, "PAUSE", 0.0)
    with Screens(list(request.param)) as screens:
        serving = Thread(target=screens.serve_forever)
        serving.start()
        yield screens
        screens.shutdown()
        serving.join()


@pytest.mark.parametrize("kiosk", [[UNCONFIRMED, UNCONFIRMED, RECEIPT]], indirect=True)
def test_a_ballot_that_is_not_confirmed_yet_is_sent_again(kiosk: Screens) -> None:
    assert voter.vote(kiosk.url, "slip", {}).receipt == "PXR1:it"
    assert kiosk.pressed == ["/error", "/error", "/receipt"]


@pytest.mark.parametrize("kiosk", [[UNCONFIRMED], [("error", "slip-used")]], indirect=True)
def test_a_kiosk_that_stays_at_a_fault_ends_the_visit(kiosk: Screens) -> None:
    with pytest.raises(DemoProblem, match="error"):
        voter.vote(kiosk.url, "slip", {})
    assert len(kiosk.pressed) <= voter.MOST_PAUSES

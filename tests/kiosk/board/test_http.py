"""One exchange with a server that wants the kiosk's memory."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from kiosk.board.http import BoardConnection
from kiosk.messages.trouble import Trouble


class Unread(httpx.SyncByteStream):
    """A body that nobody asks for."""

    def __iter__(self) -> Iterator[bytes]:
        pytest.fail("compressed bytes were read")


@pytest.mark.parametrize("packed", ["gzip", "gzip, gzip", "br", "x-unknown"])
def test_what_is_compressed_is_not_unpacked(packed: str) -> None:
    asked = []

    def bomb(request: httpx.Request) -> httpx.Response:
        asked.append(request.headers["Accept-Encoding"])
        return httpx.Response(200, headers={"Content-Encoding": packed}, stream=Unread())

    with pytest.raises(Trouble) as caught:
        BoardConnection("http://board", 5.0, httpx.MockTransport(bomb)).get("/api/meeting")
    assert (caught.value.code, asked) == ("board-garbled", ["identity"])


def test_no_cookie_of_a_board_or_a_proxy_comes_back() -> None:
    """It would tie the questions of one visit, and of all visits, to one another."""
    cookies = []

    def marking(request: httpx.Request) -> httpx.Response:
        cookies.append(request.headers.get("Cookie"))
        return httpx.Response(200, headers={"Set-Cookie": "visit=96175e9c; Path=/"}, content=b"{}")

    connection = BoardConnection("http://board", 5.0, httpx.MockTransport(marking))
    connection.get("/api/meeting")
    connection.post("/api/boxes/r1-A/ballots", "{}")
    assert cookies == [None, None]


@pytest.mark.parametrize("location", ["mailto:x", "about:blank", "data:,x", "http://xn--/"])
def test_a_redirect_to_whatever_is_no_answer(location: str) -> None:
    def elsewhere(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"Location": location})

    connection = BoardConnection("http://board", 5.0, httpx.MockTransport(elsewhere))
    with pytest.raises(Trouble) as caught:
        connection.get("/api/meeting")
    assert caught.value.code == "board-unreachable"

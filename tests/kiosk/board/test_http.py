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

"""Ways in which a network or a server fails, for the fake board."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from crypto.board.server_key import ServerKey

STRANGER = ServerKey.generate()


def unplugged(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route", request=request)


def answering(
    path_end: str, *answer: httpx.Response
) -> Callable[[httpx.Request], httpx.Response | None]:
    """Answer requests to one path by something else."""
    return lambda request: answer[0] if request.url.path.endswith(path_end) else None

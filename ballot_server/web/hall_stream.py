"""Server-sent events that tell the wall when there is something new to show.

A stream takes a thread of a worker for `STREAM_SECONDS` and then ends; the browser asks again. At
most `MOST_STREAMS` go on in a process, of its 32 threads: whoever comes when all are taken gets
one event and is asked to come back later, so kiosks always find threads. Between two looks a stream
holds no connection to the database and no lock. It ends before a worker that stops would be killed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore

from flask import Response

from ballot_server.problems.refusals import BoardProblem

MOST_STREAMS = 4
STREAM_SECONDS = 15.0
LOOK_SECONDS = 3.0
SOON, LATER = 2000, 15000
"""Milliseconds after which a browser comes back: from a stream that ended, from a full house."""


class Streams:
    """The streams of one process."""

    def __init__(self, most: int = MOST_STREAMS) -> None:
        self._places = BoundedSemaphore(most)

    def answer(self, state: Callable[[], str]) -> Response:
        """Stream what `state` gives, whenever it is another one, with a heartbeat between."""
        if not self._places.acquire(blocking=False):
            return _events(iter([f"retry: {LATER}\n", _event("state", state())]))
        response = _events(_told(state))
        response.call_on_close(self._places.release)
        return response


def _told(state: Callable[[], str]) -> Iterator[str]:
    end, last = time.monotonic() + STREAM_SECONDS, ""
    yield f"retry: {SOON}\n"
    while True:
        try:
            now = state()
        except BoardProblem:  # the page itself says what is wrong
            return
        yield _event("beat", "") if now == last else _event("state", now)
        last = now
        if time.monotonic() + LOOK_SECONDS > end:
            return
        time.sleep(LOOK_SECONDS)


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"


def _events(parts: Iterator[str]) -> Response:
    return Response(parts, mimetype="text/event-stream")

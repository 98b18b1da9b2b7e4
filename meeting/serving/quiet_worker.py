"""gunicorn's threaded worker, which writes down and repeats nothing of a request that is none.

gunicorn logs the address of whoever sends something that is no HTTP, and quotes it to them: so a
line in a log would tell who was at the server, and an answer what another program had sent. All
that a sender can get wrong is answered by the same bytes.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from http import HTTPStatus
from types import FrameType
from typing import Any

from gunicorn.http import errors
from gunicorn.workers import gthread
from gunicorn.workers.base import Worker

_OURS = ("InvalidResponseHeader", "InvalidResponseHeaderName", "ConfigurationProblem")
"""What gunicorn reports like a client's mistakes, and no client makes."""


def is_no_request(error: BaseException) -> bool:
    """Whether an error is about what a client sent, and not about this program."""
    return isinstance(error, errors.ParseException) and type(error).__name__ not in _OURS


class QuietWorker(gthread.ThreadWorker):
    """gunicorn's threaded worker, with answers of our own to what is no request."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what is no HTTP, or what nobody caught; nothing of it is logged but its kind."""
        del req, addr
        status = HTTPStatus.BAD_REQUEST
        if not is_no_request(exc):
            status = HTTPStatus.INTERNAL_SERVER_ERROR
            self.log.error("%s while a request was answered", type(exc).__name__)
        with suppress(OSError):
            client.sendall(_answer(status))

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Stop at once, and once: a terminal tells every process, and so does the one above.

        gunicorn's threaded worker would shut its pool down in here, and wait for ever for a lock
        that the main thread holds itself where the signal came while it handed work out, or came
        twice. The threads are waited for when the process ends.
        """
        for each in (signal.SIGINT, signal.SIGQUIT):
            signal.signal(each, _told_before)  # SIG_IGN raises for a signal that is on its way
        Worker.handle_quit(self, sig, frame)


def _told_before(sig: int, frame: FrameType | None) -> None:
    """Do nothing: the process is ending."""
    del sig, frame


def _answer(status: HTTPStatus) -> bytes:
    body = f"{status.value} {status.phrase}\n"
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        "Content-Type: text/plain",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join((*lines, "", body)).encode()

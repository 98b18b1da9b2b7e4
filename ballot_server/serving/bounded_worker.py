"""A gunicorn worker that no slow client holds up for long.

A thread reads one request and answers it. A client that sends half a ballot and waits would keep
it for ever, and a few dozen of them every kiosk of the hall. So the time of a request is bounded:
after `READ_SECONDS` nothing more is read of it (what is missing is missing, and it is refused),
after `ANSWER_SECONDS` the connection is gone, answered or not. A ballot that was read in time is
dealt with to the end; sent again, it is answered by the same receipt.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Timer

from gunicorn.workers import gthread

from meeting.serving.quiet_worker import QuietWorker

READ_SECONDS = 10.0
ANSWER_SECONDS = 120.0
FIRST_BYTE_SECONDS = 1.0  # for which a thread waits; afterwards nobody does


class BoundedWorker(QuietWorker):
    """gunicorn's threaded worker, with bounds."""

    def handle(self, conn: gthread.TConn) -> bool:
        """Deal with one request of a connection, in a thread."""
        timers = [
            Timer(READ_SECONDS, _end, (conn.sock, socket.SHUT_RD)),
            Timer(ANSWER_SECONDS, _end, (conn.sock, socket.SHUT_RDWR)),
        ]
        for timer in timers:
            timer.daemon = True
            timer.start()
        try:
            return super().handle(conn)
        finally:
            for timer in timers:
                timer.cancel()


def set_bounds() -> None:
    """Bound what gunicorn itself waits for, where this release of it waits."""
    vars(gthread)["DEFAULT_WORKER_DATA_TIMEOUT"] = FIRST_BYTE_SECONDS


def _end(connection: socket.socket, how: int) -> None:
    """Wake whoever reads from the connection (or writes to it): there is nothing more."""
    with suppress(OSError):
        connection.shutdown(how)

"""Reading what a server answers, within bounds of size and time, and never unpacked.

A few hundred bytes can unpack to more than the memory holds, at one stroke: so nobody asks for it,
and an answer that comes so all the same is refused unread.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

PLAIN: Final = {"Accept-Encoding": "identity"}
"""What whoever asks says of the answer's form."""
NO_ANSWER: Final = (httpx.HTTPError, httpx.InvalidURL, UnicodeError)
"""What asking raises where no answer came that could be read.

A redirect is never followed, but httpx makes the next question all the same, of whatever it says.
"""


def no_cookies() -> CookieJar:
    """A jar that takes nothing: what a board or a proxy sets would tie one question to another."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


class AnswerUnread(Exception):  # noqa: N818 - it says what became of the answer
    """An answer that was not read to its end."""


class AnswerPacked(AnswerUnread):
    """It is compressed."""


class AnswerTooLarge(AnswerUnread):
    """It has more bytes than were asked for."""


class AnswerTooLate(AnswerUnread):
    """It went on for longer than anybody waits."""


def read_answer(response: httpx.Response, limit: int, until: float | None = None) -> bytes:
    """The body of an answer that is being streamed: see `answer_parts`."""
    return b"".join(answer_parts(response, limit, until))


def answer_parts(
    response: httpx.Response, limit: int, until: float | None = None
) -> Iterator[bytes]:
    """The body of an answer that is being streamed, at most `limit` bytes of it, as it comes.

    `until` is the moment of `time.monotonic` at which reading ends. Raises AnswerUnread, and
    httpx.HTTPError where the connection breaks.
    """
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise AnswerPacked
    size = 0
    for part in response.iter_bytes():
        size += len(part)
        if size > limit:
            raise AnswerTooLarge
        if until is not None and time.monotonic() > until:
            raise AnswerTooLate
        yield part

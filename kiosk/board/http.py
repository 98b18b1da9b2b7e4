"""One exchange with the ballot server over HTTP, bounded in size and in time.

Whatever goes wrong on the way is Trouble("board-unreachable"), whatever comes back and cannot be
read is Trouble("board-garbled"). Neither names what was sent.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import TypeVar

import httpx

from crypto.errors import ParseError
from kiosk.messages.trouble import Trouble
from meeting.board_interface.answers import MOST_SMALL_BYTES
from meeting.board_interface.paths import JSON_TYPE
from meeting.board_interface.reading import (
    NO_ANSWER,
    PLAIN,
    AnswerPacked,
    AnswerTooLarge,
    AnswerTooLate,
    no_cookies,
    read_answer,
)
from meeting.board_interface.refusals import RefusedAnswer

T = TypeVar("T")

# A line for every request would say when somebody scanned and when somebody cast.
for name in ("httpx", "httpcore"):
    logging.getLogger(name).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server answered."""

    status: int
    body: bytes = field(repr=False)
    where: str

    @property
    def good(self) -> bool:
        """True for 200."""
        return self.status == HTTPStatus.OK

    def read(self, parse: Callable[[bytes], T]) -> T:
        """What `parse` makes of a good answer; raises Trouble("board-garbled") for any other."""
        if not self.good:
            raise Trouble("board-garbled", where=f"{self.where} {self.status}")
        try:
            return parse(self.body)
        except ParseError as error:
            raise Trouble("board-garbled", where=f"{self.where} {error.code}") from error

    def refusal(self) -> RefusedAnswer:
        """What the server refused; raises Trouble("board-garbled") for no such answer."""
        try:
            return RefusedAnswer.parse(self.body)
        except ParseError as error:
            raise Trouble("board-garbled", where=f"{self.where} {error.code}") from error


class BoardConnection:
    """A connection to one server. `transport` replaces the network in tests."""

    def __init__(
        self, server: str, seconds: float, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._seconds = seconds
        self._client = httpx.Client(
            base_url=server,
            timeout=seconds,
            transport=transport,
            trust_env=False,  # a proxy set for somebody else has no business with ballots
            headers={"User-Agent": "piaoxiang-kiosk"} | PLAIN,
            cookies=no_cookies(),
        )

    def get(self, path: str, *, limit: int = MOST_SMALL_BYTES) -> Reply:
        """Ask for `path`; at most `limit` bytes are read."""
        return self._exchange("GET", path, None, limit)

    def post(
        self, path: str, text: str, headers: Mapping[str, str] = MappingProxyType({})
    ) -> Reply:
        """Send JSON `text` to `path`."""
        sent = {"Content-Type": JSON_TYPE, **headers}
        return self._exchange("POST", path, text.encode(), MOST_SMALL_BYTES, sent)

    def _exchange(
        self,
        method: str,
        path: str,
        content: bytes | None,
        limit: int,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> Reply:
        deadline = time.monotonic() + self._seconds
        try:
            with self._client.stream(method, path, content=content, headers=headers) as response:
                return Reply(response.status_code, read_answer(response, limit, deadline), path)
        except (AnswerPacked, AnswerTooLarge, httpx.DecodingError):
            raise Trouble("board-garbled", where=path) from None
        except (AnswerTooLate, *NO_ANSWER):
            raise Trouble("board-unreachable", where=path) from None

"""A device that cosigns, in front of the real board, whose answers can be changed on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient

import piaoxiang
from crypto.board.checkpoint import Checkpoint, make_checkpoint, open_checkpoint, read_checkpoint
from tests.ballot_server.asking import cast, receipt_of
from tests.ballot_server.small_meeting import BOX, Loaded

NAME = "observer.example/liu"
Change = Callable[[bytes], bytes]


@dataclass
class Board:
    """The way to a board; `lies` changes its answers, by the end of the path."""

    app: Flask
    lies: dict[str, Change | int] = field(default_factory=dict)

    def client(self, url: str) -> httpx.Client:
        honest = httpx.WSGITransport(app=self.app)

        def answer(request: httpx.Request) -> httpx.Response:
            response = honest.handle_request(request)
            response.read()
            lie = self.lies.get("/".join(request.url.path.split("/")[-2:]))
            if isinstance(lie, int):
                return httpx.Response(lie)
            return httpx.Response(200, content=lie(response.content)) if lie else response

        return httpx.Client(base_url=url, transport=httpx.MockTransport(answer))


@dataclass
class Device:
    """An observer's machine: what it prints, its key and its folder."""

    loaded: Loaded
    board: Board
    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def key(self) -> Path:
        return self.folder / "liu.key"

    @property
    def out(self) -> Path:
        return self.folder / "seen"

    def cosign(
        self, *more: object, meeting: str = "", url: str = "http://board"
    ) -> tuple[int, str]:
        given = meeting or self.loaded.board.definition().hash
        words = ("--meeting-hash", given, "--key", self.key, "--out", self.out, *more)
        with pytest.raises(SystemExit) as stopped:
            piaoxiang.main(["cosign", url, *map(str, words)])
        printed = self.capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return stopped.value.code, printed.out + printed.err

    def begin(self) -> tuple[int, str]:
        return self.cosign("--name", NAME)

    def held(self) -> dict[str, bytes]:
        found = [self.key, *self.out.rglob("*")] if self.out.exists() else [self.key]
        return {path.name: path.read_bytes() for path in found if path.exists()}

    def checkpoint(self, name: str) -> Checkpoint:
        return open_checkpoint((self.out / name).read_bytes(), self.loaded.board.key.public)

    def refused(self) -> list[Path]:
        return sorted(self.out.glob("*.refused-*.txt"))


def vote(client: FlaskClient, loaded: Loaded, first: int, last: int) -> None:
    for slip in loaded.slips[BOX][first:last]:
        receipt_of(cast(client, slip.text()), loaded)


def forged(loaded: Loaded, **changed: object) -> Change:
    """The server signs another state of the box than it has."""

    def forge(note: bytes) -> bytes:
        # mypy cannot tell which field each keyword is.
        other = replace(read_checkpoint(note), **changed)  # type: ignore[arg-type]
        return make_checkpoint(loaded.board.key, other).encode()

    return forge

"""A fresh server for each test, with its meeting loaded and both boxes open.

It is a copy of one that is made once; `loaded_server` makes another, with other keys and slips.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ballot_server.board.board import open_board
from ballot_server.board.by_heart import ByHeart
from ballot_server.web.app import create_app
from tests.ballot_server.fixtures.observer import Board, Device
from tests.ballot_server.fixtures.small_meeting import Loaded, config_in, loaded_server
from tests.fixtures.compiled_templates import compile_templates_once
from tests.fixtures.enrolled_kiosk import KioskClient

compile_templates_once()
Flask.test_client_class = KioskClient


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """What `loaded` is copied from; nobody else touches it."""
    found = loaded_server(config_in(tmp_path_factory.mktemp("model") / "server"))
    found.board.store.dispose()
    return found


@pytest.fixture
def sealing_by_fives() -> Iterator[None]:
    """As if a definition could say so: ballots are sealed while the box is open, five of ten."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ByHeart, "seal_batch", lambda _self, _session: 5)
        yield


@pytest.fixture
def loaded(model: Loaded, tmp_path: Path) -> Iterator[Loaded]:
    folder = Path(shutil.copytree(model.config.folder, tmp_path / "server"))
    found = Loaded(
        open_board(config_in(folder)), {box: list(pile) for box, pile in model.slips.items()}
    )
    yield found
    found.board.store.dispose()


@pytest.fixture
def app(loaded: Loaded) -> Iterator[Flask]:
    made = create_app(loaded.config)
    yield made
    made.extensions["board"].store.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def new_app() -> Iterator[Callable[[Loaded], FlaskClient]]:
    """Another worker on the same folder."""
    made: list[Flask] = []

    def start(loaded: Loaded) -> FlaskClient:
        made.append(create_app(loaded.config))
        return made[-1].test_client()

    yield start
    for each in made:
        each.extensions["board"].store.dispose()


@pytest.fixture
def device(
    loaded: Loaded,
    app: Flask,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Device:
    board = Board(app)
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    monkeypatch.setattr("tally.commands.observers.cosign.board_client", board.client)
    folder = tmp_path / "observer"
    folder.mkdir()
    return Device(loaded, board, folder, capsys)

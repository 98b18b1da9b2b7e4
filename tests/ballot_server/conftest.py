"""A fresh server for each test, with its meeting loaded and both boxes open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ballot_server.web.app import create_app
from tests.ballot_server.fixtures.observer import Board, Device
from tests.ballot_server.fixtures.small_meeting import Loaded, config_in, loaded_server
from tests.fixtures.compiled_templates import compile_templates_once

compile_templates_once()


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Loaded]:
    found = loaded_server(config_in(tmp_path / "server"))
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
    monkeypatch.setattr("tally.commands.cosign.board_client", board.client)
    folder = tmp_path / "observer"
    folder.mkdir()
    return Device(loaded, board, folder, capsys)

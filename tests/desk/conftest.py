"""A desk in memory of one test: its application, and browsers before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from desk.config import DeskConfig
from desk.serving.app import create_app
from desk.store.database import Database
from desk.store.migrate import MIGRATIONS
from desk.web.here import Here, Ticket
from tests.desk.fixtures.browser import HOST, Browser


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application of a new desk."""
    config = DeskConfig(tmp_path / "desk", frozenset({HOST}))
    database = Database(config.database)
    database.bring_up_to_date(MIGRATIONS)
    made = create_app(config, Ticket.draw())
    yield made
    database.dispose()
    here: Here = made.extensions["desk"]
    here.database.dispose()


@pytest.fixture
def browser(app: Flask) -> Browser:
    """The browser of the desk's own machine, let in by its ticket."""
    found = Browser(app)
    found.enter()
    return found

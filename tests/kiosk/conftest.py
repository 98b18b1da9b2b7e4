"""One kiosk in front of a fake board, for each test."""

from __future__ import annotations

import pytest

from tests.fixtures.compiled_templates import compile_templates_once
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.visits import Visit

compile_templates_once()


@pytest.fixture
def board() -> FakeBoard:
    return FakeBoard()


@pytest.fixture
def visit(board: FakeBoard) -> Visit:
    return Visit(board)

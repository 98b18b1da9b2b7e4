"""Last voters: what a box that lets no new slip in says and takes, and what it never costs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from ballot_server.board.last_voters import last_voters, let_in_again
from ballot_server.commands.arguments import the_board
from ballot_server.problems import refusals
from ballot_server.store.schema import downgrade
from crypto.record.record import read_record
from tests.ballot_server.fixtures.asking import accepted, ask, cast, receipt_of, refused
from tests.ballot_server.fixtures.closing_box import (
    SLIPS,
    box_of_five,
    listed,
    said,
    vote,
)
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    config_in,
    loaded_server,
)


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Loaded]:
    yield from box_of_five(tmp_path / "server")


def test_last_voters_are_called_for_and_called_off(client: FlaskClient, loaded: Loaded) -> None:
    last_voters(loaded.board, BOX)
    last_voters(loaded.board, BOX)
    assert listed(client) == {BOX: True, OTHER_BOX: False}
    let_in_again(loaded.board, BOX)
    assert listed(client) == {BOX: False, OTHER_BOX: False}
    last_voters(loaded.board, BOX)
    close(loaded.board, BOX)
    assert listed(client) == {BOX: False, OTHER_BOX: False}
    for change in (last_voters, let_in_again):
        with pytest.raises(refusals.BoxClosed):
            change(loaded.board, BOX)
        with pytest.raises(refusals.BoxUnknown):
            change(loaded.board, "r9-Z")


def test_a_box_that_is_not_open_has_no_last_voters(tmp_path: Path) -> None:
    loaded = loaded_server(config_in(tmp_path / "server"), opened=False)
    with pytest.raises(refusals.BoxNotOpen):
        last_voters(loaded.board, BOX)
    loaded.board.store.dispose()


def test_every_ballot_is_accepted_until_the_box_is_closed(
    client: FlaskClient, loaded: Loaded
) -> None:
    """The server cannot tell who was in a booth, and loses nobody's ballot for it."""
    last_voters(loaded.board, BOX)
    slip = loaded.slips[BOX][0]
    assert ask(client, slip.question()).json == {"state": "unused"}
    ballot = slip.text()
    receipt = receipt_of(cast(client, ballot), loaded)
    close(loaded.board, BOX)
    assert refused(cast(client, loaded.slips[BOX][1].text())) == (403, "box-closed")
    assert receipt_of(cast(client, ballot), loaded).fingerprint == receipt.fingerprint


def test_the_record_does_not_know_of_last_voters(client: FlaskClient, loaded: Loaded) -> None:
    vote(client, loaded, 5)
    before = client.get(f"/api/boxes/{BOX}/record.bel").data
    last_voters(loaded.board, BOX)
    assert client.get(f"/api/boxes/{BOX}/record.bel").data == before
    vote(client, loaded, 6, first=5)
    close(loaded.board, BOX)
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    kinds = [each.event.type.value for each in record.events]
    assert kinds == ["Setup", *["Ballot"] * 6, "EndBallots", "EncryptedTally"]


def test_when_it_was_called_is_not_left_in_the_database(
    client: FlaskClient, loaded: Loaded, tmp_path: Path
) -> None:
    """A closed box is, byte for byte of its row, one that never had last voters."""
    vote(client, loaded, 3)
    last_voters(loaded.board, BOX)
    vote(client, loaded, 6, first=3)
    close(loaded.board, BOX)
    other = loaded_server(config_in(tmp_path / "other"), slips=SLIPS)
    close(other.board, BOX)
    rows: list[tuple[str, int]] = []
    for board in (loaded.board, other.board):
        connection = sqlite3.connect(board.config.database)
        rows += connection.execute("SELECT state, last_voters FROM box WHERE id = ?", (BOX,))
        connection.close()
    assert rows == [("closed", 0), ("closed", 0)]
    other.board.store.dispose()


def test_a_database_of_before_is_read_and_its_boxes_let_slips_in(
    client: FlaskClient, loaded: Loaded
) -> None:
    with loaded.board.store.connection() as connection:
        downgrade(connection, "0003")
    assert "已收 0 票" in said("status", loaded.config.folder)
    assert listed(client) == {BOX: False, OTHER_BOX: False}
    with the_board(loaded.config.folder) as board:
        last_voters(board, BOX)
    assert listed(client) == {BOX: True, OTHER_BOX: False}
    with loaded.board.store.connection() as connection:
        downgrade(connection, "0003")
    assert "正在投票" in said("status", loaded.config.folder)
    vote(client, loaded, 2)
    assert accepted(loaded) == 2


def test_the_board_says_last_voters_in_both_languages(client: FlaskClient, loaded: Loaded) -> None:
    sentence = "不再接收新的票码条；正在投票机前的人可以投完"
    assert sentence not in client.get("/").text
    last_voters(loaded.board, BOX)
    page = client.get("/").text
    assert (page.count(sentence), page.count("即将封箱</span>")) == (1, 1)
    assert "第一轮 届末民主测评 · A票 县级领导</span>" in page
    assert sentence in client.get(f"/boxes/{BOX}").text
    assert sentence not in client.get(f"/boxes/{OTHER_BOX}").text
    last_voters(loaded.board, OTHER_BOX)
    page = client.get("/").text
    assert page.count("即将封箱</span>") == 2
    assert "A票 县级领导</span>" not in page, "all of them: no list"
    client.get("/language/en?back=/")
    assert "no new slip is let in" in client.get("/").text
    assert "Last voters" in client.get(f"/boxes/{BOX}").text
    close(loaded.board, BOX)
    close(loaded.board, OTHER_BOX)
    assert "no new slip" not in client.get("/").text

"""Checked ballots at the server: spoiled for ever, by their own slip, and nothing else stored."""

from __future__ import annotations

import base64
import sqlite3

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballot_server.board.closing import close
from ballot_server.box import spoiled
from ballot_server.store.engine import open_store
from ballot_server.store.models import SpoiledBallot
from ballot_server.store.schema import downgrade, migrate
from crypto.board.receipt import Receipt
from crypto.board.spoiling import Spoiled
from crypto.errors import ProofError
from tests.ballot_server.fixtures.asking import NewApp, accepted, ask, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import ABSTAIN_MOVE, BOX, OTHER_BOX, Loaded


def spoil(client: FlaskClient, body: bytes, box: str = BOX) -> TestResponse:
    return client.post(f"/api/boxes/{box}/spoiled", data=body, content_type="application/json")


def stored(loaded: Loaded) -> list[tuple[str, str]]:
    with loaded.board.store.reading() as session:
        return [(row.box_id, row.mark) for row in session.query(SpoiledBallot)]


def test_a_spoiled_ballot_is_refused_and_its_slip_votes_afterwards(
    client: FlaskClient, loaded: Loaded
) -> None:
    slip = loaded.slips[BOX][0]
    ballot = slip.ballot()
    word = Spoiled.parse(spoil(client, slip.spoiling(ballot.fingerprint)).data)
    word.check(loaded.board.key.public)
    assert (word.setup, word.fingerprint) == (slip.setup, ballot.fingerprint)
    answer = cast(client, ballot.to_json().encode())
    assert refused(answer) == (403, "ballot-spoiled")
    assert "拆开" in str(answer.json)
    assert accepted(loaded) == 0
    assert ask(client, slip.question()).json == {"state": "unused"}
    receipt_of(cast(client, slip.text(ABSTAIN_MOVE)), loaded)
    assert accepted(loaded) == 1


def test_it_stays_spoiled_for_other_workers_after_a_restart(
    client: FlaskClient, loaded: Loaded, new_app: NewApp
) -> None:
    slip = loaded.slips[BOX][0]
    ballot = slip.ballot()
    first = spoil(client, slip.spoiling(ballot.fingerprint))
    another = new_app(loaded)
    assert refused(cast(another, ballot.to_json().encode())) == (403, "ballot-spoiled")
    assert spoil(another, slip.spoiling(ballot.fingerprint)).data == first.data
    assert len(stored(loaded)) == 1


def test_only_a_mark_is_stored(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    fingerprint = slip.ballot().fingerprint
    spoil(client, slip.spoiling(fingerprint))
    loaded.board.store.forget_log()
    connection = sqlite3.connect(loaded.config.database)
    rows = connection.execute("SELECT * FROM spoiled_ballot").fetchall()
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        connection.execute("SELECT rowid FROM spoiled_ballot")
    connection.close()
    ((box, mark),) = rows
    assert box == BOX
    assert len(base64.b64decode(mark + "=")) == 32
    everything = b"".join(path.read_bytes() for path in loaded.config.folder.glob("board.sqlite*"))
    assert fingerprint.encode() not in everything
    assert everything.count(slip.public.encode()) == 1, "in the public list alone"


def test_nobody_spoils_the_ballot_of_another_slip(client: FlaskClient, loaded: Loaded) -> None:
    """Who reads a fingerprint over a voter's shoulder can do nothing with it."""
    mine, other = loaded.slips[BOX][:2]
    ballot = mine.ballot()
    forged = other.spoiling(ballot.fingerprint, public=mine.public)
    assert refused(spoil(client, forged)) == (403, "slip-unproved")
    assert spoil(client, other.spoiling(ballot.fingerprint)).status_code == 200
    receipt_of(cast(client, ballot.to_json().encode()), loaded)


def test_a_cast_ballot_is_never_spoiled(client: FlaskClient, loaded: Loaded) -> None:
    """Else its opening would show how somebody voted."""
    slip = loaded.slips[BOX][0]
    ballot = slip.ballot()
    receipt = receipt_of(cast(client, ballot.to_json().encode()), loaded)
    for fingerprint in (ballot.fingerprint, slip.ballot().fingerprint):
        answer = spoil(client, slip.spoiling(fingerprint))
        assert refused(answer) == (409, "slip-used")
        assert answer.json is not None
        assert answer.json["receipt"]["signature"] == receipt.signature
    assert stored(loaded) == []
    assert receipt_of(cast(client, ballot.to_json().encode()), loaded) == receipt


def test_a_request_for_another_box_has_no_effect_here(client: FlaskClient, loaded: Loaded) -> None:
    slip, foreign = loaded.slips[BOX][0], loaded.slips[OTHER_BOX][0]
    ballot = slip.ballot()
    asked = slip.spoiling(ballot.fingerprint)
    assert refused(spoil(client, asked, OTHER_BOX)) == (403, "slip-unknown")
    replayed = foreign.spoiling(ballot.fingerprint, setup=slip.setup)
    assert refused(spoil(client, replayed, OTHER_BOX)) == (403, "slip-unproved")
    assert spoil(client, foreign.spoiling(ballot.fingerprint), OTHER_BOX).status_code == 200
    receipt_of(cast(client, ballot.to_json().encode()), loaded)


def test_a_box_that_is_not_open_spoils_nothing_new(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    first, second = slip.ballot(), slip.ballot()
    word = spoil(client, slip.spoiling(first.fingerprint)).data
    close(loaded.board, BOX)
    assert spoil(client, slip.spoiling(first.fingerprint)).data == word
    assert refused(spoil(client, slip.spoiling(second.fingerprint))) == (403, "box-closed")


def test_the_disk_cannot_be_filled(
    client: FlaskClient, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoiled, "MOST_PER_SLIP", 1)
    slip = loaded.slips[OTHER_BOX][0]
    marks = [f"{chr(65 + number) * 42}A" for number in range(len(loaded.slips[OTHER_BOX]))]
    for mark in marks:
        assert spoil(client, slip.spoiling(mark), OTHER_BOX).status_code == 200
    ballot = slip.ballot()
    answer = spoil(client, slip.spoiling(ballot.fingerprint), OTHER_BOX)
    assert refused(answer) == (403, "checks-exhausted")
    assert len(stored(loaded)) == len(marks)
    receipt_of(cast(client, ballot.to_json().encode(), OTHER_BOX), loaded)
    assert spoil(client, loaded.slips[BOX][0].spoiling(marks[0])).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b'{"fingerprint":"x","credential":"y","proof":{}}', b"\xff", b"1" * 4000],
)
def test_what_is_no_request_is_refused(client: FlaskClient, loaded: Loaded, body: bytes) -> None:
    assert refused(spoil(client, body)) == (400, "spoil-malformed")
    assert stored(loaded) == []


def test_long_and_foreign_bodies_are_refused(client: FlaskClient, loaded: Loaded) -> None:
    assert refused(spoil(client, b"1" * 5000)) == (413, "body-too-large")
    assert refused(spoil(client, b"{}", "nowhere")) == (404, "box-unknown")
    plain = client.post(f"/api/boxes/{BOX}/spoiled", data=b"{}", content_type="text/plain")
    assert refused(plain) == (415, "media-type")
    slip = loaded.slips[BOX][0]
    padded = slip.spoiling(slip.ballot().fingerprint) + b" "
    assert refused(spoil(client, padded)) == (400, "spoil-malformed")


def test_the_board_says_that_a_ballot_was_opened(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    fingerprint, other = slip.ballot().fingerprint, slip.ballot().fingerprint
    spoil(client, slip.spoiling(fingerprint))
    page = client.get("/lookup", query_string={"fingerprint": fingerprint})
    assert page.status_code == 200
    assert "这张票已拆开检查" in page.text
    for asked in (other, fingerprint[:20]):
        page = client.get("/lookup", query_string={"fingerprint": asked})
        assert "拆开" not in page.text


def test_the_word_is_no_receipt(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    word = Spoiled.parse(spoil(client, slip.spoiling(slip.ballot().fingerprint)).data)
    other = slip.ballot()
    receipt = receipt_of(cast(client, other.to_json().encode()), loaded)
    forged = Receipt(word.setup, word.fingerprint, word.signature, receipt.checkpoint)
    with pytest.raises(ProofError):
        forged.check(loaded.board.key.public)


def test_the_table_comes_and_goes_with_its_migration(client: FlaskClient, loaded: Loaded) -> None:
    """Down with marks in it and up again: ballots and boxes are untouched."""
    slip, other = loaded.slips[BOX][:2]
    spoil(client, slip.spoiling(slip.ballot().fingerprint))
    receipt = receipt_of(cast(client, other.text()), loaded)
    store = open_store(loaded.config)
    with store.connection() as connection:
        downgrade(connection, "0001")
    with store.connection() as connection:
        tables = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        assert "spoiled_ballot" not in tables
        assert "waiting_ballot" in tables
    with store.connection() as connection:
        migrate(connection)
    store.dispose()
    assert stored(loaded) == []
    assert accepted(loaded) == 1
    found = ask(client, other.question()).json
    assert found is not None
    assert found["receipt"]["signature"] == receipt.signature
    assert spoil(client, slip.spoiling(slip.ballot().fingerprint)).status_code == 200

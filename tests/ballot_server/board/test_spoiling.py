"""Checked ballots at the server: spoiled for ever, by their own slip, and nothing else stored."""

from __future__ import annotations

import sqlite3
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballot_server.board.closing import close
from ballot_server.board.earlier_pools import move_waiting
from ballot_server.box import spoiled
from ballot_server.store import pool_key
from ballot_server.store.engine import open_store
from ballot_server.store.models import SlipChecks, SpoiledBallot
from ballot_server.store.schema import downgrade, migrate
from crypto.base64_texts import from_unpadded
from crypto.board.receipt import Receipt
from crypto.board.spoiling import Spoiled, spoiled_mark
from crypto.errors import ProofError
from tests.ballot_server.fixtures.asking import NewApp, accepted, ask, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import ABSTAIN_MOVE, BOX, OTHER_BOX, Loaded


def spoil(client: FlaskClient, body: bytes, box: str = BOX) -> TestResponse:
    return client.post(f"/api/boxes/{box}/spoiled", data=body, content_type="application/json")


def stored(loaded: Loaded, box: str = BOX) -> int:
    """How many marks an open box holds, which only whoever has its key can tell."""
    with loaded.board.store.reading() as session:
        electorate = loaded.board.electorate(session, box)
        key = pool_key.load(loaded.config.pool_key(box), electorate.setup)
        assert key is not None
        rows = {row.tag: row.places for row in session.query(SlipChecks).filter_by(box_id=box)}
        assert len(rows) in {0, len(electorate.weights)}
        return sum(
            len(list(spoiled._marks(key, each, rows[spoiled.tag(key, each)])))
            for each in (electorate.weights if rows else ())
        )


def published(loaded: Loaded) -> list[str]:
    """The marks in the public form, as they lie."""
    connection = sqlite3.connect(loaded.config.database)
    found = connection.execute("SELECT mark FROM spoiled_ballot").fetchall()
    connection.close()
    return [mark for (mark,) in found]


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
    assert stored(loaded) == 1


def on_disk(loaded: Loaded) -> bytes:
    return b"".join(path.read_bytes() for path in loaded.config.folder.glob("board.sqlite*"))


def test_without_the_key_the_disk_tells_nothing_of_any_check(
    client: FlaskClient, loaded: Loaded
) -> None:
    """Neither which ballots, nor by which slips, nor how many: each slip has a row like all."""
    slips = loaded.slips[BOX]
    checked = [(slip, slip.ballot().fingerprint) for slip in (*slips[:3], slips[0])]
    for slip, fingerprint in checked:
        assert spoil(client, slip.spoiling(fingerprint)).status_code == 200
    everything = on_disk(loaded)
    for slip, fingerprint in checked:
        mark = spoiled_mark(slip.setup, fingerprint, slip.public)
        assert fingerprint.encode() not in everything
        assert mark.encode() not in everything
        assert from_unpadded(mark) not in everything
        # The list may go on in another page of the file in the midst of one half of it.
        halves = (slip.public[:32].encode(), slip.public[32:].encode())
        assert max(everything.count(each) for each in halves) == 1, "in the public list alone"
    connection = sqlite3.connect(loaded.config.database)
    rows = connection.execute("SELECT box_id, tag, places FROM slip_checks").fetchall()
    connection.close()
    assert {(box, len(tag), len(places)) for box, tag, places in rows} == {(BOX, 32, 320)}
    assert len(rows) == len(slips)
    parts = [places[at : at + 32] for _, _, places in rows for at in range(0, 320, 32)]
    assert len(set(parts)) == len(parts)
    assert stored(loaded) == len(checked)


def test_no_page_tells_in_which_order_slips_checked(client: FlaskClient, loaded: Loaded) -> None:
    """Who checks votes soon after: with the key a page's order of coming would be one of casting.

    On the real file a check changes 32 bytes where they are, and nothing moves; the log is empty.
    """
    slips = loaded.slips[BOX]
    spoil(client, slips[0].spoiling(slips[0].ballot().fingerprint))
    log = loaded.config.database.with_name("board.sqlite-wal")
    before = loaded.config.database.read_bytes()
    assert log.stat().st_size == 0
    checks = [slips[number] for number in (7, 2, 9, 2, 5)]
    for slip in checks:
        spoil(client, slip.spoiling(slip.ballot().fingerprint))
        assert log.stat().st_size == 0
    after = loaded.config.database.read_bytes()
    assert len(after) == len(before)
    header = 100  # of the file: SQLite counts its changes there
    changed = [at for at in range(header, len(after)) if after[at] != before[at]]
    assert 0 < len(changed) <= 32 * len(checks)
    runs = [at for at, last in pairwise([*changed, len(after) + 64]) if last - at > 32]
    assert len(runs) <= len(checks)


def test_closing_leaves_sorted_marks_and_no_row_of_a_slip(
    client: FlaskClient, loaded: Loaded
) -> None:
    slips = loaded.slips[BOX]
    checked = [(slip, slip.ballot()) for slip in (slips[4], slips[1], slips[3], slips[1])]
    words = [spoil(client, slip.spoiling(ballot.fingerprint)).data for slip, ballot in checked]
    assert published(loaded) == []
    close(loaded.board, BOX)
    marks = [spoiled_mark(slip.setup, ballot.fingerprint, slip.public) for slip, ballot in checked]
    assert published(loaded) == sorted(marks)
    connection = sqlite3.connect(loaded.config.database)
    assert connection.execute("SELECT count(*) FROM slip_checks").fetchall() == [(0,)]
    with pytest.raises(sqlite3.OperationalError, match="rowid"):
        connection.execute("SELECT rowid FROM slip_checks")
    connection.close()
    for (slip, ballot), word in zip(checked, words, strict=True):
        assert spoil(client, slip.spoiling(ballot.fingerprint)).data == word
        assert refused(cast(client, ballot.to_json().encode())) == (403, "box-closed")
        page = client.get("/lookup", query_string={"fingerprint": ballot.fingerprint})
        assert "这张票已拆开检查" in page.text


def test_marks_that_an_earlier_release_made_in_an_open_box_still_hold(
    client: FlaskClient, loaded: Loaded
) -> None:
    slip = loaded.slips[BOX][0]
    old, new = slip.ballot(), slip.ballot()
    mark = spoiled_mark(slip.setup, old.fingerprint, slip.public)
    with loaded.board.store.writing() as session:
        session.add(SpoiledBallot(box_id=BOX, mark=mark))
    assert refused(cast(client, old.to_json().encode())) == (403, "ballot-spoiled")
    assert spoil(client, slip.spoiling(old.fingerprint)).status_code == 200
    assert stored(loaded) == 0, "it is known already"
    assert spoil(client, slip.spoiling(new.fingerprint)).status_code == 200
    page = client.get("/lookup", query_string={"fingerprint": old.fingerprint})
    assert "这张票已拆开检查" in page.text
    close(loaded.board, BOX)
    marks = {mark, spoiled_mark(slip.setup, new.fingerprint, slip.public)}
    assert set(published(loaded)) == marks


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
    assert stored(loaded) == 0
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


def test_one_slip_cannot_end_checking_for_a_whole_box(client: FlaskClient, loaded: Loaded) -> None:
    """In the release before all slips had ten checks each *together*, and one could take them all.

    Whoever held a slip asked for as many words as there was room, with fingerprints of nothing;
    then no other voter of the box could check any more.
    """
    greedy, other = loaded.slips[BOX][:2]
    names = [f"{chr(65 + number) * 42}A" for number in range(spoiled.MOST_PER_SLIP)]
    for name in names:
        assert spoil(client, greedy.spoiling(name)).status_code == 200
        assert spoil(client, greedy.spoiling(name)).status_code == 200, "again is no other one"
    ballot = greedy.ballot()
    answer = spoil(client, greedy.spoiling(ballot.fingerprint))
    assert refused(answer) == (403, "checks-exhausted")
    assert "10" in str(answer.json)
    assert stored(loaded) == len(names)
    assert spoil(client, other.spoiling(other.ballot().fingerprint)).status_code == 200
    receipt_of(cast(client, ballot.to_json().encode()), loaded)
    foreign = loaded.slips[OTHER_BOX][0]
    assert spoil(client, foreign.spoiling(names[0]), OTHER_BOX).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b'{"fingerprint":"x","credential":"y","proof":{}}', b"\xff", b"1" * 4000],
)
def test_what_is_no_request_is_refused(client: FlaskClient, loaded: Loaded, body: bytes) -> None:
    assert refused(spoil(client, body)) == (400, "spoil-malformed")
    assert stored(loaded) == 0


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
    """Down with marks in it and up again: boxes are untouched, and an open one goes on."""
    slip, other = loaded.slips[BOX][:2]
    spoil(client, slip.spoiling(slip.ballot().fingerprint))
    store = open_store(loaded.config)
    with store.connection() as connection:
        downgrade(connection, "0001")
    with store.connection() as connection:
        tables = {name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
        assert not {"spoiled_ballot", "slip_checks"} & tables
        assert "waiting_ballot" in tables
    with store.connection() as connection:
        migrate(connection)
    store.dispose()
    assert stored(loaded) == 0
    move_waiting(loaded.board)
    receipt_of(cast(client, other.text()), loaded)
    assert accepted(loaded) == 1
    assert spoil(client, slip.spoiling(slip.ballot().fingerprint)).status_code == 200

"""A chain is read in pieces, which hold neither the log nor the memory, and make one whole."""

from __future__ import annotations

import tracemalloc
from itertools import islice

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from ballot_server.problems.refusals import BoxUnknown, ChainDamaged
from ballot_server.store import chain
from ballot_server.store import steady_chain as steady
from ballot_server.store.models import BoxRow, DataRow
from ballot_server.store.steady_chain import steady_chain
from crypto.record.record import read_record
from crypto.record.record_builder import record_bytes
from tests.ballot_server.fixtures.asking import cast, receipt_of
from tests.ballot_server.fixtures.small_meeting import BOX, Loaded

pytestmark = pytest.mark.usefixtures("sealing_by_fives")

KILOBYTES = 20


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steady, "_AT_ONCE", 4)


def seal(loaded: Loaded, ballots: int) -> None:
    """Put texts that are no ballots into the chain, as many as asked for, long as ballots are."""
    with loaded.board.store.writing() as session:
        row = session.get_one(BoxRow, BOX)
        start = chain.standing(session, BOX).size
        texts = (f'"{number}{"x" * 1024 * KILOBYTES}"'.encode() for number in range(ballots))
        for first in iter(lambda: list(islice(texts, 50)), []):
            made = chain.builder(session, row).add_ballots(
                text.replace(b'"', f'"{start}-'.encode(), 1) for text in first
            )
            chain.store(session, BOX, made.entries)


def whole(loaded: Loaded) -> bytes:
    with loaded.board.store.reading() as session:
        timestamp = chain.find_box(session, BOX).timestamp
        return record_bytes(timestamp, chain.entries(session, BOX))


@pytest.mark.parametrize("ballots", [0, 3, 4, 5, 11])
def test_the_pieces_make_the_archive_and_its_length_is_known_before(
    loaded: Loaded, ballots: int
) -> None:
    seal(loaded, ballots)
    found = steady_chain(loaded.board.store, BOX)
    archive = b"".join(found.archive())
    assert archive == whole(loaded)
    assert (found.length, found.size) == (len(archive), ballots + 1)


def test_of_a_closed_box_too(client: FlaskClient, loaded: Loaded) -> None:
    for slip in loaded.slips[BOX][:6]:
        receipt_of(cast(client, slip.text()), loaded)
    close(loaded.board, BOX)
    answer = client.get(f"/api/boxes/{BOX}/record.bel")
    assert answer.data == whole(loaded)
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert client.head(f"/api/boxes/{BOX}/record.bel").headers["Content-Length"] == str(
        len(answer.data)
    )
    assert len(read_record(answer.data).ballots) == 6


def test_what_comes_while_it_is_read_is_not_in_it(loaded: Loaded) -> None:
    seal(loaded, 10)
    before = whole(loaded)
    found = steady_chain(loaded.board.store, BOX)
    pieces = found.archive()
    begun = b"".join(islice(pieces, 3))
    seal(loaded, 10)
    assert begun + b"".join(pieces) == before
    assert whole(loaded).startswith(before)


def test_a_slow_reader_does_not_hold_the_log(client: FlaskClient, loaded: Loaded) -> None:
    """A box can be closed, which needs the log to be empty, while somebody reads a record."""
    for slip in loaded.slips[BOX][:12]:
        receipt_of(cast(client, slip.text()), loaded)
    pieces = steady_chain(loaded.board.store, BOX).archive()
    next(pieces), next(pieces)
    close(loaded.board, BOX)
    assert b"".join(pieces)


def test_memory_does_not_grow_with_the_box(client: FlaskClient, loaded: Loaded) -> None:
    for ballots in (150, 300):
        seal(loaded, 150)
        tracemalloc.start()
        answer = client.get(f"/api/boxes/{BOX}/record.bel", buffered=False)
        length = sum(map(len, answer.response))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert length == int(answer.headers["Content-Length"]) > ballots * 1024 * KILOBYTES
        assert most < 50 * 1024 * KILOBYTES


def test_a_box_that_there_is_not(loaded: Loaded) -> None:
    with pytest.raises(BoxUnknown):
        steady_chain(loaded.board.store, "nowhere")


def test_damage_cuts_the_record_short_of_its_length(loaded: Loaded, client: FlaskClient) -> None:
    seal(loaded, 10)
    with loaded.board.store.writing() as session:
        last = list(chain.events(session, BOX))[-1]
        row = session.get_one(DataRow, (BOX, last.payload))
        row.content = row.content.replace(b"x", b"y", 1)
    pieces = steady_chain(loaded.board.store, BOX).archive()
    with pytest.raises(ChainDamaged):
        list(pieces)
    answer = client.get(f"/api/boxes/{BOX}/record.bel", buffered=False)
    got: list[int] = []
    with pytest.raises(ChainDamaged):
        got.extend(map(len, answer.response))
    assert 0 < sum(got) < int(answer.headers["Content-Length"])

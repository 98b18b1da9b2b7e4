"""A box that a former release opened goes on with its ballots in slots, and is closed sorted."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from ballot_server.board.earlier_pools import move_waiting
from ballot_server.board.recovery import start_up
from ballot_server.box.verified_ballot import read_ballot
from ballot_server.problems.refusals import PoolDamaged, PoolKeyMissing
from ballot_server.store import chain, pool_key
from ballot_server.store.models import WaitingBallot
from ballot_server.store.pool import room
from ballot_server.store.revision import bring_up_to_date
from ballot_server.store.schema import downgrade
from crypto.ballots.sealing_order import ascending_runs
from tests.ballot_server.fixtures.asking import NewApp, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded

VOTERS = 7


def as_before(loaded: Loaded, bodies: Iterable[bytes]) -> None:
    """The tables of the former release, with ballots that wait as it stored them."""
    store = loaded.board.store
    with store.connection() as connection:
        downgrade(connection, "0006")
    with store.writing() as session:
        electorate = loaded.board.electorate(session, BOX)
        key = pool_key.load(loaded.config.pool_key(BOX), electorate.setup)
        assert key is not None
        for body in bodies:
            ballot = read_ballot(electorate, body).ballot
            tag = secrets.token_bytes(32)
            names = f"{ballot.credential}\n{ballot.fingerprint}\n{ballot.tracker}\n".encode()
            content = names + ballot.text
            packed = (len(content).to_bytes(4, "big") + content).ljust(
                room(electorate.longest_ballot), b"\0"
            )
            nonce = secrets.token_bytes(12)
            bound = f"piaoxiang-pool|{electorate.setup}|".encode() + tag
            locked = AESGCM(key.rows).encrypt(nonce, packed, bound)
            session.add(WaitingBallot(box_id=BOX, tag=tag, nonce=nonce, locked=locked))


@pytest.fixture
def bodies(loaded: Loaded) -> list[bytes]:
    found = [slip.text() for slip in loaded.slips[BOX][:VOTERS]]
    as_before(loaded, found)
    return found


def fingerprints(loaded: Loaded) -> list[str]:
    with loaded.board.store.reading() as session:
        entries = list(chain.entries(session, BOX, 1))
    return [e.data[0].split(b'"hash":"')[1][:43].decode() for e in entries if len(e.data) == 1][
        : VOTERS + 1
    ]


def test_its_ballots_are_moved_kept_and_sealed_in_order(
    loaded: Loaded, bodies: list[bytes], new_app: NewApp
) -> None:
    start_up(loaded.board)
    with loaded.board.store.reading() as session:
        assert chain.waiting(session, BOX) == VOTERS
        assert session.get(WaitingBallot, (BOX, bytes(32))) is None
        assert not list(session.query(WaitingBallot))
    client: FlaskClient = new_app(loaded)
    receipt_of(cast(client, bodies[0]), loaded)  # the same ballot again
    slip = loaded.slips[BOX][0]
    assert refused(cast(client, slip.text())) == (409, "slip-used")
    receipt_of(cast(client, loaded.slips[BOX][VOTERS].text()), loaded)
    close(loaded.board, BOX)
    found = fingerprints(loaded)
    assert ascending_runs(found) == [VOTERS + 1]


def test_tables_with_ballots_in_slots_are_not_taken_down(
    loaded: Loaded, client: FlaskClient
) -> None:
    receipt_of(cast(client, loaded.slips[BOX][0].text()), loaded)
    with (
        pytest.raises(ValueError, match="close the boxes first"),
        loaded.board.store.connection() as connection,
    ):
        downgrade(connection, "0006")
    with loaded.board.store.reading() as session:
        assert chain.waiting(session, BOX) == 1


def test_a_command_moves_them_too_and_doing_it_again_does_nothing(
    loaded: Loaded, bodies: list[bytes]
) -> None:
    with loaded.board.store.connection() as connection:
        bring_up_to_date(connection)
    with loaded.board.store.reading() as session:
        assert chain.waiting(session, BOX) == len(bodies)
    for _ in range(2):
        move_waiting(loaded.board)
        with loaded.board.store.reading() as session:
            assert chain.waiting(session, BOX) == len(bodies)
            assert chain.waiting(session, OTHER_BOX) == 0


@pytest.mark.parametrize("lost", [True, False], ids=["no key", "another key"])
def test_without_their_key_nothing_is_changed(
    loaded: Loaded, bodies: list[bytes], lost: bool
) -> None:
    with loaded.board.store.connection() as connection:
        bring_up_to_date(connection)
    path = loaded.config.pool_key(BOX)
    key = path.read_bytes()
    path.write_bytes(b"" if lost else secrets.token_bytes(32))
    with pytest.raises(PoolKeyMissing if lost else PoolDamaged):
        move_waiting(loaded.board)
    path.write_bytes(key)
    move_waiting(loaded.board)
    with loaded.board.store.reading() as session:
        assert chain.waiting(session, BOX) == len(bodies)

"""What any database under the board must do. One suite, run unchanged against each of them.

A backend's test module makes a subclass of ``StorageConformance`` whose name begins with Test and
gives it a fixture ``config``: the configuration of an empty folder and an empty database.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ballot_server.board.closing import close
from ballot_server.board.recovery import start_up
from ballot_server.box.box import Box, Taken
from ballot_server.box.verified_ballot import VerifiedBallot, read_ballot
from ballot_server.config import ServerConfig
from ballot_server.problems.refusals import (
    BoardProblem,
    BoxClosed,
    BoxOpenAlready,
    SlipUsed,
    StorageFailed,
)
from ballot_server.store import chain
from ballot_server.store.engine import open_store
from ballot_server.store.models import MeetingRow, SealedBallot, State, WaitingBallot
from ballot_server.store.schema import migrate
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from crypto.record.record_builder import record_bytes
from tests.ballot_server.small_meeting import BOX, OTHER_BOX, Loaded, Slip, loaded_server


def verified(server: Loaded, slip: Slip) -> VerifiedBallot:
    with server.board.store.reading() as session:
        electorate = server.board.electorate(session, BOX)
    return read_ballot(electorate, slip.text())


class StorageConformance:
    """The suite."""

    @pytest.fixture
    def server(self, config: ServerConfig) -> Iterator[Loaded]:
        found = loaded_server(config)
        yield found
        found.board.store.dispose()

    def take(self, server: Loaded, ballot: VerifiedBallot, box: str = BOX) -> Taken:
        with server.board.store.writing() as session:
            electorate = server.board.electorate(session, box)
            return Box(session, server.config, box).take(ballot, electorate)

    def seal(self, server: Loaded) -> int:
        with server.board.store.writing() as session:
            electorate = server.board.electorate(session, BOX)
            return Box(session, server.config, BOX).seal(electorate)

    def test_tables_can_be_made_twice(self, config: ServerConfig) -> None:
        config.folder.mkdir(parents=True, exist_ok=True)
        store = open_store(config)
        for _ in range(2):
            with store.connection() as connection:
                migrate(connection)
        store.dispose()

    def test_what_was_committed_is_seen_by_another_connection(self, server: Loaded) -> None:
        ballot = verified(server, server.slips[BOX][0])
        assert self.take(server, ballot) is Taken.STORED
        other = open_store(server.config)
        with other.reading() as session:
            assert chain.standing(session, BOX).accepted == 1
        other.dispose()

    def test_what_failed_leaves_nothing(self, server: Loaded) -> None:
        ballot = verified(server, server.slips[BOX][0])

        def fail_after_writing() -> None:
            with server.board.store.writing() as session:
                electorate = server.board.electorate(session, BOX)
                Box(session, server.config, BOX).take(ballot, electorate)
                raise StorageFailed

        with pytest.raises(StorageFailed):
            fail_after_writing()
        with server.board.store.reading() as session:
            assert chain.standing(session, BOX).accepted == 0
        assert self.take(server, ballot) is Taken.STORED

    def test_a_reader_sees_one_moment(self, server: Loaded) -> None:
        with server.board.store.reading() as session:
            assert chain.standing(session, BOX).accepted == 0
            self.take(server, verified(server, server.slips[BOX][0]))
            assert chain.standing(session, BOX).accepted == 0
        with server.board.store.reading() as session:
            assert chain.standing(session, BOX).accepted == 1

    def test_one_slip_one_ballot(self, server: Loaded) -> None:
        slip = server.slips[BOX][0]
        first = verified(server, slip)
        assert self.take(server, first) is Taken.STORED
        assert self.take(server, first) is Taken.AGAIN
        with pytest.raises(SlipUsed) as refused:
            self.take(server, verified(server, slip))
        assert refused.value.fingerprint == first.ballot.fingerprint

    def test_of_many_writers_of_one_slip_one_wins(self, server: Loaded) -> None:
        slip = server.slips[BOX][0]
        ballots = [verified(server, slip) for _ in range(6)]
        outcomes: list[object] = []

        def write(ballot: VerifiedBallot) -> None:
            try:
                outcomes.append(self.take(server, ballot))
            except BoardProblem as problem:
                outcomes.append(type(problem))

        threads = [threading.Thread(target=write, args=(ballot,)) for ballot in ballots]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(map(str, outcomes)) == sorted(map(str, [Taken.STORED] + [SlipUsed] * 5))

    def test_a_ballot_is_in_the_pool_or_in_the_chain_never_in_both(self, server: Loaded) -> None:
        for slip in server.slips[BOX][:10]:
            self.take(server, verified(server, slip))
        assert self.seal(server) == 5
        assert self.seal(server) == 0
        with server.board.store.reading() as session:
            assert len(session.scalars(select(WaitingBallot)).all()) == 5
            heights = [row.height for row in session.scalars(select(SealedBallot))]
        assert sorted(heights) == [1, 2, 3, 4, 5]

    def test_large_rows_come_back_whole(self, server: Loaded) -> None:
        with server.board.store.writing() as session:
            session.add(MeetingRow(hash="f" * 64, definition=bytes(range(256)) * 4096))
        with server.board.store.reading() as session:
            row = session.get_one(MeetingRow, "f" * 64)
            assert row.definition == bytes(range(256)) * 4096

    def test_references_are_kept(self, server: Loaded) -> None:
        row = WaitingBallot(box_id="nowhere", tag=b"t" * 32, nonce=b"n" * 12, locked=b"l")
        with pytest.raises(StorageFailed) as failed, server.board.store.writing() as session:
            session.add(row)
        assert isinstance(failed.value.__cause__, IntegrityError)
        assert "nowhere" not in str(failed.value.__cause__)  # errors show no values

    def test_a_box_lives_once(self, server: Loaded) -> None:
        self.take(server, verified(server, server.slips[BOX][0]))
        with pytest.raises(BoxOpenAlready), server.board.store.writing() as session:
            Box(session, server.config, BOX).open()
        close(server.board, BOX)
        with pytest.raises(BoxClosed):
            close(server.board, BOX)
        with pytest.raises(BoxClosed), server.board.store.writing() as session:
            Box(session, server.config, BOX).open()
        with pytest.raises(BoxClosed):
            self.take(server, verified(server, server.slips[BOX][1]))
        with server.board.store.reading() as session:
            assert chain.find_box(session, OTHER_BOX).state == State.OPEN

    def test_the_record_can_be_written_from_what_is_stored(self, server: Loaded) -> None:
        for slip in server.slips[BOX][:7]:
            self.take(server, verified(server, slip))
        close(server.board, BOX)
        start_up(server.board)
        with server.board.store.reading() as session:
            timestamp = chain.find_box(session, BOX).timestamp
            record = read_record(record_bytes(timestamp, chain.entries(session, BOX)))
        assert (record.stage, len(record.ballots)) == (Stage.TALLIED, 7)

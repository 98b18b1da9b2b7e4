"""What the board proves about its chains, and that nobody can make it contradict itself."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from ballot_server.board.checkpoints import signed_checkpoint
from ballot_server.board.closing import close
from ballot_server.board.recovery import start_up
from ballot_server.problems.refusals import ChainDamaged, MarkUnreadable
from ballot_server.store.mark import Mark, read_mark, write_mark
from ballot_server.store.models import EventRow, SealedBallot
from ballot_server.store.tree import Trees
from crypto.ballots.ballot import Ballot
from crypto.board.board_proof import GrowthProof, SealedProof
from crypto.board.checkpoint import Checkpoint, open_checkpoint
from crypto.board.frontier import Frontier
from crypto.errors import ParseError
from crypto.record.record import read_record
from tests.ballot_server.fixtures.asking import NewApp, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded

pytestmark = pytest.mark.usefixtures("sealing_by_fives")


def cast_some(client: FlaskClient, loaded: Loaded, first: int, last: int) -> list[Ballot]:
    ballots = [slip.ballot() for slip in loaded.slips[BOX][first:last]]
    for ballot in ballots:
        receipt_of(cast(client, ballot.to_json().encode()), loaded)
    return ballots


def proof_of(client: FlaskClient, name: str, box: str = BOX) -> SealedProof:
    answer = client.get(f"/api/boxes/{box}/proof?fingerprint={quote(name)}")
    assert answer.status_code == 200, answer.text
    return SealedProof.parse(answer.data)


def newest(client: FlaskClient, loaded: Loaded) -> Checkpoint:
    note = client.get(f"/api/boxes/{BOX}/checkpoint").data
    return open_checkpoint(note, loaded.board.key.public)


def test_every_sealed_ballot_is_proved_and_every_waiting_one_promised(
    client: FlaskClient, loaded: Loaded
) -> None:
    key, ballots = loaded.board.key.public, cast_some(client, loaded, 0, 12)
    sealed = 0
    for ballot in ballots:
        answer = client.get(f"/api/boxes/{BOX}/proof?fingerprint={quote(ballot.fingerprint)}")
        if answer.status_code == 200:
            SealedProof.parse(answer.data).check(ballot.fingerprint, key)
            sealed += 1
        else:
            assert refused(answer) == (404, "ballot-waiting")
    assert sealed == 5
    close(loaded.board, BOX)
    for ballot in ballots:
        for name in (ballot.fingerprint, ballot.tracker):
            signed = proof_of(client, name).check(ballot.fingerprint, key)
            assert signed == newest(client, loaded)
            assert signed.size == 15


def test_what_is_not_in_the_box_has_no_proof(client: FlaskClient, loaded: Loaded) -> None:
    ballot = cast_some(client, loaded, 0, 1)[0]
    close(loaded.board, BOX)
    asked = [
        (BOX, "A" * 43, "ballot-unknown"),
        (BOX, "", "ballot-unknown"),
        (BOX, ballot.fingerprint[:16], "ballot-unknown"),
        (BOX, ballot.fingerprint.swapcase(), "ballot-unknown"),
        (OTHER_BOX, ballot.fingerprint, "ballot-unknown"),
        ("r9-Z", ballot.fingerprint, "box-unknown"),
    ]
    for box, name, code in asked:
        answer = client.get(f"/api/boxes/{box}/proof?fingerprint={quote(name)}")
        assert refused(answer) == (404, code)


def test_growth_is_proved_from_every_earlier_checkpoint(
    client: FlaskClient, loaded: Loaded
) -> None:
    key, seen = loaded.board.key.public, [newest(client, loaded)]
    for count in range(0, 25, 5):
        cast_some(client, loaded, count, count + 5)
        seen.append(newest(client, loaded))
    close(loaded.board, BOX)
    last = newest(client, loaded)
    assert [each.size for each in [*seen, last]] == [1, 1, 6, 11, 16, 21, 28]
    for earlier in seen:
        proof = GrowthProof.parse(
            client.get(f"/api/boxes/{BOX}/consistency?from={earlier.size}").data
        )
        assert open_checkpoint(proof.checkpoint.encode(), key) == last
        proof.check(earlier, last)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("", "proof-range"),
        ("?from=0", "proof-range"),
        ("?from=2", "proof-range"),
        ("?from=1&to=2", "proof-range"),
        ("?from=1&to=0", "proof-range"),
        ("?from=-1", "request-bad"),
        ("?from=x", "request-bad"),
        ("?from=1&to=", "request-bad"),
        ("?from=%D9%A1", "request-bad"),
        ("?from=99999999999", "request-bad"),
    ],
)
def test_growth_from_or_to_what_was_never_signed_is_refused(
    client: FlaskClient, asked: str, code: str
) -> None:
    assert refused(client.get(f"/api/boxes/{BOX}/consistency{asked}")) == (400, code)


def test_every_process_proves_against_one_root(
    client: FlaskClient, loaded: Loaded, new_app: NewApp
) -> None:
    other, key = new_app(loaded), loaded.board.key.public
    ballots = cast_some(client, loaded, 0, 10)
    proof_of(other, sealed_in(loaded)[0])
    ballots += cast_some(other, loaded, 10, 20)
    for name in sealed_in(loaded):
        assert proof_of(client, name).check(name, key) == proof_of(other, name).check(name, key)
    assert {ballot.fingerprint for ballot in ballots} > set(sealed_in(loaded))


def sealed_in(loaded: Loaded) -> list[str]:
    """The fingerprints in the chain."""
    with loaded.board.store.reading() as session:
        of_box = select(SealedBallot).where(SealedBallot.box_id == BOX)
        return [row.fingerprint for row in session.scalars(of_box)]


def test_the_signed_tree_is_that_of_the_record(client: FlaskClient, loaded: Loaded) -> None:
    cast_some(client, loaded, 0, 20)
    close(loaded.board, BOX)
    with client.get(f"/api/boxes/{BOX}/record.bel") as answer:
        record = read_record(answer.data)
    assert newest(client, loaded) == Checkpoint.of_record("small-2026", record)


def test_new_roots_grow_from_the_signed_tree_and_from_nothing_else(
    client: FlaskClient, loaded: Loaded
) -> None:
    """Whoever exchanges old events in the database gets no signature over another history."""
    cast_some(client, loaded, 0, 10)
    first, before = newest(client, loaded), Trees()
    with loaded.board.store.reading() as session:
        before.of(session, BOX)
    with loaded.board.store.writing() as session:
        one, other = (session.get_one(EventRow, (BOX, height)) for height in (1, 2))
        one.payload, other.payload = other.payload, one.payload
    cast_some(client, loaded, 10, 15)
    later = open_checkpoint(signed_checkpoint(loaded.board, BOX).encode(), loaded.board.key.public)
    assert later.size > first.size
    with loaded.board.store.reading() as session:
        proof = before.of(session, BOX).consistency_proof(first.size, later.size)
    later.check_follows(first, proof)
    with loaded.board.store.reading() as session, pytest.raises(ChainDamaged):
        Trees().of(session, BOX)


def test_a_mark_whose_tree_is_not_the_records_stops_the_start(
    client: FlaskClient, loaded: Loaded
) -> None:
    cast_some(client, loaded, 0, 10)
    mark = read_mark(loaded.config, BOX)
    assert mark is not None
    wrong = Frontier(mark.size, (bytes(32), *mark.tree.hashes[1:]))
    write_mark(loaded.config, BOX, Mark(mark.setup, mark.head, mark.accepted, wrong))
    with pytest.raises(MarkUnreadable):
        start_up(loaded.board)


MARK = Mark("1" * 64, "2" * 64, 7, Frontier(6, (b"a" * 32, b"b" * 32)))


def test_a_mark_is_read_as_it_was_written() -> None:
    assert Mark.parse(MARK.to_bytes()) == MARK
    most = Mark("1" * 64, "2" * 64, 2**40, Frontier(2**40 - 1, (b"x" * 32,) * 40))
    assert Mark.parse(most.to_bytes()) == most


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"size":6', b'"size":7'),
        (b'"size":6', b'"size":0'),
        (b'"tree":[', b'"tree":["' + b"0" * 64 + b'",'),
        (b"61", b"6"),
        (b'"tree"', b'"wood"'),
        (b"}", b"} "),
    ],
)
def test_a_damaged_mark_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(ParseError):
        Mark.parse(MARK.to_bytes().replace(old, new, 1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_a_ballot_shows_event_height_parent_and_proof(
    client: FlaskClient, loaded: Loaded, language: str
) -> None:
    ballots = cast_some(client, loaded, 0, 7)
    close(loaded.board, BOX)
    client.set_cookie("language", language)
    proof = proof_of(client, ballots[3].fingerprint)
    event, page = (
        proof.parsed_event(),
        client.get(f"/lookup?fingerprint={quote(ballots[3].fingerprint)}").text,
    )
    assert event.hash in page
    assert (event.parent or "?") in page
    assert newest(client, loaded).root.hex() in page
    assert re.findall(r'<li class="mono full">([0-9a-f]{64})</li>', page) == [
        step.hex() for step in proof.proof
    ]
    link = re.search(r'href="(/api/boxes/[^"]+/proof\?[^"]+)"', page)
    assert link is not None
    assert client.get(link[1].replace("&amp;", "&")).data == proof.to_json().encode()

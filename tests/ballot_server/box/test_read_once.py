"""A ballot's bytes are read once on their way into the pool, and what was checked is stored."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from flask.testing import FlaskClient

from ballot_server.board import by_heart
from ballot_server.board.board import open_board
from ballot_server.board.closing import close
from ballot_server.board.recovery import start_up
from ballot_server.box.box import open_pool
from ballot_server.box.verified_ballot import read_ballot
from ballot_server.web.app import create_app
from crypto.ballots.ballot import parse_ballot
from crypto.ballots.freshness import ballot_alphas
from crypto.canonical import sha256_b64
from tests.ballot_server.fixtures.asking import cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, Loaded

pytestmark = pytest.mark.usefixtures("sealing_by_fives")


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text was decoded as JSON, by whatever code of this process."""
    counted: Counter[str] = Counter()
    decode = json.JSONDecoder.decode

    def counting(self: json.JSONDecoder, text: str) -> object:
        counted[text] += 1
        return decode(self, text)

    monkeypatch.setattr(json.JSONDecoder, "decode", counting)
    return counted


def test_an_accepted_ballot_is_decoded_once(
    client: FlaskClient, loaded: Loaded, decoded: Counter[str]
) -> None:
    body = loaded.slips[BOX][0].text()
    receipt_of(cast(client, body), loaded)
    assert decoded[body.decode()] == 1


def test_a_ballot_sent_again_is_decoded_once_more_and_the_stored_one_not_at_all(
    client: FlaskClient, loaded: Loaded, decoded: Counter[str]
) -> None:
    slip = loaded.slips[BOX][0]
    body = slip.text()
    receipt_of(cast(client, body), loaded)
    receipt_of(cast(client, body), loaded)
    assert decoded[body.decode()] == 2
    other = slip.text()
    assert refused(cast(client, other)) == (409, "slip-used")
    assert (decoded[body.decode()], decoded[other.decode()]) == (3, 1)  # its signature is shown


def test_closing_reads_a_ballot_once_to_add_it_up(
    client: FlaskClient, loaded: Loaded, decoded: Counter[str]
) -> None:
    bodies = [slip.text().decode() for slip in loaded.slips[BOX][:14]]
    for body in bodies:
        receipt_of(cast(client, body.encode()), loaded)
    before = decoded.copy()
    assert Counter(decoded[body] for body in bodies) == {1: 14}
    close(loaded.board, BOX)
    assert Counter(decoded[body] - before[body] for body in bodies) == {1: 14}


def test_setups_are_read_when_the_server_starts_and_by_no_request(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = open_board(loaded.config)
    start_up(board)

    def read_electorate(*_: object) -> None:
        pytest.fail("a Setup was read")

    monkeypatch.setattr(by_heart, "read_electorate", read_electorate)
    app = create_app(loaded.config, board.by_heart)
    receipt_of(cast(app.test_client(), loaded.slips[BOX][0].text()), loaded)
    app.extensions["board"].store.dispose()
    board.store.dispose()


def test_the_value_has_the_bytes_their_digest_and_what_they_hold(loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    body = slip.text()
    with loaded.board.store.reading() as session:
        electorate = loaded.board.electorate(session, BOX)
    verified = read_ballot(electorate, body)
    ballot = parse_ballot(electorate.election, body)
    assert (verified.ballot.text, verified.ballot.tracker) == (body, sha256_b64(body))
    assert (verified.ballot.credential, verified.ballot.fingerprint) == (
        slip.public,
        ballot.fingerprint,
    )
    assert verified.alphas == ballot_alphas(body)


def test_what_waits_is_the_value_that_was_checked(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    body = slip.text()
    receipt_of(cast(client, body), loaded)
    with loaded.board.store.reading() as session:
        electorate = loaded.board.electorate(session, BOX)
        waiting = open_pool(session, loaded.config, BOX, electorate).find(slip.public)
    assert waiting == read_ballot(electorate, body).ballot

"""A ballot whose α occurs twice would make its whole box unreadable: it is refused at the door."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, event

from ballot_server.board.closing import close
from ballot_server.box.freshness import UsedAlphas
from ballot_server.box.open_keys import OpenKeys
from ballot_server.config import ServerConfig
from ballot_server.problems.refusals import BallotInvalid
from ballot_server.store import chain
from ballot_server.store.models import UsedAlpha
from crypto.ballots.answer_kinds import encrypt_answer
from crypto.ballots.ballot import UnsignedBallot, sign_ballot
from crypto.ballots.freshness import ballot_alphas
from crypto.canonical import sha256_b64
from crypto.election.credential import public_credential, secret_exponent
from crypto.groups.group import Group
from crypto.record.event import EventType
from tests.ballot_server.fixtures.asking import accepted, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, EXCELLENT_STAY, OTHER_BOX, Loaded, Slip
from tests.ballot_server.store.test_no_order_of_casting import rows

pytestmark = pytest.mark.usefixtures("sealing_by_fives")

FIXED = 12345


@dataclass
class Broken:
    """Gives the same number the first `times` times, and chance afterwards."""

    number: int
    times: int

    def scalar(self, group: Group) -> int:
        self.times -= 1
        return self.number if self.times >= 0 else group.random_scalar()


def stale(slip: Slip, number: int = FIXED, times: int = 1) -> bytes:
    """A ballot whose proofs hold, of which the first `times` α are g^number."""
    election = slip.election
    group = election.group
    public = public_credential(group, election.uuid, slip.private)
    chance = Broken(number, times)
    answers = tuple(
        encrypt_answer(
            group,
            election.public_key,
            question,
            f"{election.fingerprint}|{group.encode(public)}",
            choices,
            chance,
        )
        for question, choices in zip(election.questions, EXCELLENT_STAY, strict=True)
    )
    text = UnsignedBallot(election, public, answers, "").to_json()
    unsigned = UnsignedBallot(election, public, answers, sha256_b64(text))
    exponent = secret_exponent(group, election.uuid, slip.private)
    return sign_ballot(unsigned, exponent).to_json().encode()


def reason(client: FlaskClient, body: bytes, box: str = BOX) -> str:
    response = cast(client, body, box)
    assert refused(response) == (422, "ballot-invalid")
    assert response.json is not None
    return str(response.json["reason"])


def test_alphas_are_read_from_every_answer(loaded: Loaded) -> None:
    alphas = ballot_alphas(stale(loaded.slips[BOX][0]))
    group = loaded.slips[BOX][0].election.group
    assert len(alphas) == len(set(alphas)) == 5
    assert alphas[0] == group.encode(group.base_power(FIXED))


def test_an_alpha_twice_in_one_ballot(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    assert reason(client, stale(slip, times=2)) == "alpha-repeated"
    assert reason(client, stale(slip, number=0)) == "alpha-identity"
    assert accepted(loaded) == 0
    receipt_of(cast(client, stale(slip)), loaded)  # once is chance like any other


@pytest.mark.parametrize("others", [0, 15], ids=["waiting", "perhaps sealed"])
def test_an_alpha_of_another_ballot_in_this_box(
    client: FlaskClient, loaded: Loaded, others: int
) -> None:
    slips = loaded.slips[BOX]
    body = stale(slips[0])
    receipt_of(cast(client, body), loaded)
    for slip in slips[2 : 2 + others]:
        receipt_of(cast(client, slip.text()), loaded)
    assert reason(client, stale(slips[1])) == "alpha-repeated"
    assert accepted(loaded) == 1 + others
    receipt_of(cast(client, body), loaded)  # the same ballot again is welcome
    receipt_of(cast(client, slips[1].text()), loaded)  # and the slip was not used up


@pytest.mark.parametrize("closed", [False, True])
def test_an_alpha_of_another_box(client: FlaskClient, loaded: Loaded, closed: bool) -> None:
    receipt_of(cast(client, stale(loaded.slips[BOX][0])), loaded)
    if closed:
        close(loaded.board, BOX)
    slip = loaded.slips[OTHER_BOX][0]
    assert reason(client, stale(slip), OTHER_BOX) == "alpha-repeated"
    receipt_of(cast(client, slip.text(), OTHER_BOX), loaded)


def marks(config: ServerConfig) -> set[bytes]:
    return {mark for (mark,) in rows(config, "SELECT mark FROM used_alpha")}


def test_marks_cannot_be_read_while_the_box_is_open(client: FlaskClient, loaded: Loaded) -> None:
    bodies = [slip.text() for slip in loaded.slips[BOX][:3]]
    for body in bodies:
        receipt_of(cast(client, body), loaded)
    hashes = {_hash(alpha) for body in bodies for alpha in ballot_alphas(body)}
    keyed = marks(loaded.config)
    assert len(keyed) == len(hashes) == 15
    assert not keyed & hashes
    close(loaded.board, BOX)
    assert marks(loaded.config) == hashes


def test_of_a_sealed_ballot_only_marks_are_left_that_anybody_can_compute(
    client: FlaskClient, loaded: Loaded
) -> None:
    """A keyed mark's place in its page tells when it came; with the pool key it tells of whom."""
    bodies = [slip.text() for slip in loaded.slips[BOX][:14]]
    for body in bodies:
        receipt_of(cast(client, body), loaded)
    with loaded.board.store.reading() as session:
        in_chain = {
            chain.data(session, BOX, event.payload or "")
            for event in chain.events(session, BOX)
            if event.type is EventType.BALLOT
        }
    assert 0 < len(in_chain) < len(bodies)
    public = {_hash(alpha) for body in in_chain for alpha in ballot_alphas(body)}
    waiting = [alpha for body in bodies if body not in in_chain for alpha in ballot_alphas(body)]
    kept = marks(loaded.config)
    assert public <= kept
    assert len(kept - public) == len(waiting)
    assert not kept & {_hash(alpha) for alpha in waiting}


def test_ballots_that_an_earlier_release_sealed_without_marks_have_them_after_closing(
    client: FlaskClient, loaded: Loaded
) -> None:
    bodies = [slip.text() for slip in loaded.slips[BOX][:14]]
    for body in bodies:
        receipt_of(cast(client, body), loaded)
    with loaded.board.store.writing() as session:
        session.execute(delete(UsedAlpha))
    close(loaded.board, BOX)
    assert marks(loaded.config) == {
        _hash(alpha) for body in bodies for alpha in ballot_alphas(body)
    }


def _hash(alpha: str) -> bytes:
    return hashlib.sha256(alpha.encode()).digest()


def test_a_ballot_of_many_choices_beside_many_open_boxes_is_compared_with_all_of_them(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite before 3.32 takes 999 values in a statement, where nobody built it for more."""

    @event.listens_for(loaded.board.store.engine, "checkout")
    def as_it_is_elsewhere(connection: sqlite3.Connection, *_: object) -> None:
        connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)

    many = [f"alpha {number}" for number in range(600)]
    with loaded.board.store.writing() as session:
        box, other = chain.lock_box(session, BOX), chain.lock_box(session, OTHER_BOX)
        monkeypatch.setattr(chain, "all_boxes", lambda _session: (*[box] * 20, other))
        UsedAlphas(session, OpenKeys(session, loaded.config), other).remember(many[-1:])
        alphas = UsedAlphas(session, OpenKeys(session, loaded.config), box)
        alphas.check(many[:-1])
        with pytest.raises(BallotInvalid) as caught:
            alphas.check(many)
    assert OTHER_BOX in str(caught.value.__cause__)

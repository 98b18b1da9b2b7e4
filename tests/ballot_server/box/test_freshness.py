"""A ballot whose α occurs twice would make its whole box unreadable: it is refused at the door."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from ballot_server.box.box import Box, Taken
from ballot_server.box.freshness import UsedAlphas
from ballot_server.box.open_keys import OpenKeys
from ballot_server.box.verified_ballot import read_ballot
from ballot_server.problems.refusals import BallotInvalid
from ballot_server.store import pool_key
from crypto.ballots.answer_kinds import encrypt_answer
from crypto.ballots.ballot import UnsignedBallot, sign_ballot
from crypto.ballots.freshness import ballot_alphas
from crypto.canonical import sha256_b64
from crypto.election.credential import public_credential, secret_exponent
from crypto.groups.group import Group
from tests.ballot_server.fixtures.asking import NewApp, accepted, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, EXCELLENT_STAY, OTHER_BOX, Loaded, Slip

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


def test_what_another_process_took_is_known_whether_it_waits_or_is_sealed(
    loaded: Loaded, new_app: NewApp
) -> None:
    one, two = new_app(loaded), new_app(loaded)
    slips = loaded.slips[BOX]
    receipt_of(cast(one, slips[0].text()), loaded)
    receipt_of(cast(two, stale(slips[1])), loaded)
    assert reason(one, stale(slips[2])) == "alpha-repeated"
    for slip in slips[3:17]:  # batches are sealed: the first process reads some in the chain
        receipt_of(cast(two, slip.text()), loaded)
    receipt_of(cast(two, stale(slips[17], number=54321)), loaded)
    close(loaded.board, BOX)
    slip = loaded.slips[OTHER_BOX][0]
    assert reason(one, stale(slip, number=54321), OTHER_BOX) == "alpha-repeated"
    assert reason(one, stale(slip), OTHER_BOX) == "alpha-repeated"
    assert reason(new_app(loaded), stale(slip), OTHER_BOX) == "alpha-repeated"


def test_two_that_come_at_the_same_time_are_compared(loaded: Loaded) -> None:
    first, second = (stale(slip) for slip in loaded.slips[BOX][:2])
    used = UsedAlphas()
    used.take(ballot_alphas(first))
    with pytest.raises(BallotInvalid):
        used.check(ballot_alphas(second))


def test_a_ballot_that_was_not_stored_after_all_can_come_again(
    client: FlaskClient, loaded: Loaded
) -> None:
    body, used = stale(loaded.slips[BOX][0]), UsedAlphas()
    with loaded.board.store.reading() as session:
        electorate = loaded.board.electorate(session, BOX)
    verified = read_ballot(electorate, body)
    with loaded.board.store.writing() as session:
        used.catch_up(session, OpenKeys(session, loaded.config))
        Box(session, loaded.config, BOX).take(verified, electorate, used)
        session.rollback()
    with loaded.board.store.writing() as session:
        used.catch_up(session, OpenKeys(session, loaded.config))
        assert Box(session, loaded.config, BOX).take(verified, electorate, used) is Taken.STORED
    assert reason(client, stale(loaded.slips[BOX][1])) == "alpha-repeated"


def test_no_mark_of_an_alpha_is_stored(client: FlaskClient, loaded: Loaded) -> None:
    body = loaded.slips[BOX][0].text()
    receipt_of(cast(client, body), loaded)
    key = pool_key.load(loaded.config.pool_key(BOX), loaded.slips[BOX][0].setup)
    assert key is not None
    disk = loaded.config.database.read_bytes()
    for alpha in ballot_alphas(body):
        for known in (key.tags, key.rows, key.checks):
            assert hmac.digest(known, alpha.encode(), "sha256") not in disk
        assert hashlib.sha256(alpha.encode()).digest() not in disk
        assert alpha.encode() not in disk

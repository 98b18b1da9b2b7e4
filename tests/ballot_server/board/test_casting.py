"""Casting: a ballot is accepted once, its receipt is always the same, a used slip stays used."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from crypto.ballots.ballot import UnsignedBallot, parse_ballot, sign_ballot
from crypto.board.checkpoint import open_checkpoint
from crypto.board.server_key import ServerPublicKey
from crypto.election.credential import secret_exponent
from crypto.groups.discrete_log import DiscreteLogarithm
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from tests.ballot_server.fixtures.asking import NewApp, accepted, ask, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import (
    ABSTAIN_MOVE,
    BOX,
    EXCELLENT_STAY,
    OTHER_BOX,
    TRUSTEE_SECRET,
    Loaded,
    Slip,
    config_in,
    loaded_server,
)

pytestmark = pytest.mark.usefixtures("sealing_by_fives")


def test_a_receipt_is_the_servers_word_for_this_ballot_in_this_box(
    client: FlaskClient, loaded: Loaded
) -> None:
    slip = loaded.slips[BOX][0]
    ballot = slip.ballot()
    receipt = receipt_of(cast(client, ballot.to_json().encode()), loaded)
    assert receipt.fingerprint == ballot.fingerprint
    assert receipt.setup == slip.setup
    assert accepted(loaded) == 1


def test_a_ballot_sent_again_gives_the_same_signature_before_and_after_sealing_and_closing(
    client: FlaskClient, loaded: Loaded
) -> None:
    body = loaded.slips[BOX][0].text()
    first = receipt_of(cast(client, body), loaded)
    assert receipt_of(cast(client, body), loaded) == first
    for slip in loaded.slips[BOX][1:20]:
        receipt_of(cast(client, slip.text()), loaded)
    again = receipt_of(cast(client, body), loaded)
    assert again.signature == first.signature
    assert again.checkpoint != first.checkpoint
    close(loaded.board, BOX)
    assert receipt_of(cast(client, body), loaded).signature == first.signature
    assert accepted(loaded) == 20


def test_the_same_ballot_signed_anew_is_the_same_ballot(
    client: FlaskClient, loaded: Loaded
) -> None:
    slip = loaded.slips[BOX][0]
    ballot = slip.ballot()
    first = receipt_of(cast(client, ballot.to_json().encode()), loaded)
    unsigned = UnsignedBallot(slip.election, ballot.credential, ballot.answers, ballot.fingerprint)
    group = slip.election.group
    exponent = secret_exponent(group, slip.election.uuid, slip.private)
    anew = sign_ballot(unsigned, exponent).to_json().encode()
    assert anew != ballot.to_json().encode()
    assert receipt_of(cast(client, anew), loaded).signature == first.signature
    assert accepted(loaded) == 1


@pytest.mark.parametrize("others", [0, 15], ids=["while it waits", "perhaps sealed"])
def test_another_ballot_with_a_used_slip_gets_409_and_the_earlier_receipt(
    client: FlaskClient, loaded: Loaded, others: int
) -> None:
    slip = loaded.slips[BOX][0]
    ballot = slip.ballot()
    first = receipt_of(cast(client, ballot.to_json().encode()), loaded)
    for other in loaded.slips[BOX][1 : 1 + others]:
        cast(client, other.text())
    response = cast(client, slip.text(ABSTAIN_MOVE))
    assert refused(response) == (409, "slip-used")
    assert response.json is not None
    earlier = response.json["receipt"]
    assert earlier["fingerprint"] == first.fingerprint
    assert earlier["signature"] == first.signature
    assert response.json["signature"] == {
        "hash": first.fingerprint,
        "proof": ballot.signature.to_json(),
    }
    assert accepted(loaded) == 1 + others


def test_the_slip_tells_its_holder_whether_it_was_used(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    ballot = slip.ballot()
    signature = {"hash": ballot.fingerprint, "proof": ballot.signature.to_json()}
    assert ask(client, slip.question()).json == {"state": "unused"}
    receipt = receipt_of(cast(client, ballot.to_json().encode()), loaded)
    answer = ask(client, slip.question()).json
    assert answer is not None
    assert answer["state"] == "used"
    assert answer["receipt"]["signature"] == receipt.signature
    assert answer["signature"] == signature
    close(loaded.board, BOX)
    closed = ask(client, slip.question()).json
    assert closed is not None
    assert closed["receipt"]["signature"] == receipt.signature
    assert closed["signature"] == signature
    assert ask(client, loaded.slips[BOX][1].question()).json == {"state": "unused"}


def test_a_box_that_is_not_open_takes_nothing(client: FlaskClient, loaded: Loaded) -> None:
    close(loaded.board, BOX)
    response = cast(client, loaded.slips[BOX][0].text())
    assert refused(response) == (403, "box-closed")
    assert accepted(loaded) == 0


def test_a_prepared_box_takes_nothing(tmp_path: Path, new_app: NewApp) -> None:
    loaded = loaded_server(config_in(tmp_path / "server"), opened=False)
    response = cast(new_app(loaded), loaded.slips[BOX][0].text())
    assert refused(response) == (403, "box-not-open")
    loaded.board.store.dispose()


def test_boxes_are_apart(client: FlaskClient, loaded: Loaded) -> None:
    foreign = loaded.slips[OTHER_BOX][0]
    response = cast(client, foreign.text(), BOX)
    assert refused(response) == (422, "ballot-foreign")
    receipt_of(cast(client, foreign.text(), OTHER_BOX), loaded)
    assert (accepted(loaded, BOX), accepted(loaded, OTHER_BOX)) == (0, 1)


@pytest.mark.parametrize(
    ("group", "staying", "moving"), [("Ed25519", 7, 5), ("BELENIOS-2048", 2, 1)]
)
def test_the_closed_record_holds_every_ballot_and_their_sums(
    tmp_path: Path, new_app: NewApp, group: str, staying: int, moving: int
) -> None:
    loaded = loaded_server(config_in(tmp_path / "server"), slips=12, group=group)
    cast_in_all = staying + moving
    client = new_app(loaded)
    choices = [EXCELLENT_STAY] * staying + [ABSTAIN_MOVE] * moving
    receipts = [
        receipt_of(cast(client, slip.text(choice)), loaded)
        for slip, choice in zip(loaded.slips[BOX], choices, strict=False)
    ]
    note = close(loaded.board, BOX)
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    assert record.stage is Stage.TALLIED
    election = loaded.slips[BOX][0].election
    ballots = [parse_ballot(election, each.data) for each in record.ballots]
    assert {each.fingerprint for each in ballots} == {each.fingerprint for each in receipts}
    assert record.sized_tally is not None
    assert (record.sized_tally.num_tallied, record.sized_tally.total_weight) == (
        cast_in_all,
        cast_in_all,
    )
    tally = EncryptedTally.parse(election, record.encrypted_tally_bytes or b"")
    the_group = election.group
    table = DiscreteLogarithm(the_group, cast_in_all)
    counts = [
        table.of(the_group.divide(each.beta, the_group.power(each.alpha, TRUSTEE_SECRET)))
        for each in tally.ciphertexts
    ]
    assert counts == [moving, staying, 0, staying, moving]
    last = open_checkpoint(note.encode(), ServerPublicKey(loaded.board.key.public.text))
    last.check_record(record)
    assert last.size == record.head.size
    for receipt in receipts:
        receipt.check(loaded.board.key.public).check_record(record)
    loaded.board.store.dispose()


def test_an_empty_box_closes_too(client: FlaskClient, loaded: Loaded) -> None:
    close(loaded.board, OTHER_BOX)
    record = read_record(client.get(f"/api/boxes/{OTHER_BOX}/record.bel").data)
    assert record.stage is Stage.TALLIED
    assert record.sized_tally is not None
    assert record.sized_tally.num_tallied == 0


def test_programs_learn_the_boxes_and_their_exact_setups(
    client: FlaskClient, loaded: Loaded
) -> None:
    cast(client, loaded.slips[BOX][0].text())
    answer = client.get("/api/boxes").json
    assert answer is not None
    first, second = answer["boxes"]
    assert first == {
        "id": BOX,
        "setup": loaded.slips[BOX][0].setup,
        "state": "open",
        "last_voters": False,
        "round": "r1",
        "group": "A",
        "ballots": 1,
    }
    assert (second["id"], second["ballots"]) == (OTHER_BOX, 0)
    setup = client.get(f"/api/boxes/{BOX}/setup").json
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    assert setup is not None
    assert setup["election"].encode() == record.election_bytes
    assert setup["trustees"].encode() == record.trustees_bytes
    assert setup["credentials"].encode() == record.credentials_bytes
    assert record.setup_hash == first["setup"]
    definition = client.get("/api/meeting").data
    assert definition == loaded.board.definition().definition


def test_slips_of_a_loaded_server_are_all_different(loaded: Loaded) -> None:
    slips: list[Slip] = [slip for pile in loaded.slips.values() for slip in pile]
    assert len({slip.public for slip in slips}) == len(slips) == 36

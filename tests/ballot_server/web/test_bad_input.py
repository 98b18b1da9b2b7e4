"""Whatever is sent wrongly is named, and nothing of it is stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crypto.ballots.ballot import max_ballot_bytes
from crypto.canonical import JSON, dumps
from tests.ballot_server.fixtures.asking import accepted, ask, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded, Slip

ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = "0" * 63 + "1"
ORDER_TWO = "7f" + "ff" * 30 + "ec"  # (0, -1), outside the prime-order subgroup
NOT_ON_CURVE = "0" * 63 + "2"
NOT_REDUCED = "7f" + "ff" * 30 + "ee"  # y = p + 1: the identity, written another way
TOO_LARGE = (413, "body-too-large")
Change = Callable[[dict[str, Any]], object]


def first_choice(ballot: dict[str, Any]) -> dict[str, Any]:
    choice: dict[str, Any] = ballot["answers"][0]["choices"][0]
    return choice


def first_proof(ballot: dict[str, Any]) -> dict[str, str]:
    proof: dict[str, str] = ballot["answers"][0]["individual_proofs"][0][0]
    return proof


def swapped(ballot: dict[str, Any]) -> None:
    choices = ballot["answers"][0]["choices"]
    choices[0], choices[1] = choices[1], choices[0]


CHANGES: dict[str, tuple[Change, tuple[int, str]]] = {
    "a field too many": (lambda b: b.update(time="10:31"), (400, "ballot-malformed")),
    "a field missing": (lambda b: b.pop("answers"), (400, "ballot-malformed")),
    "fields in another order": (
        lambda b: b.update(election_uuid=b.pop("election_uuid")),
        (400, "ballot-malformed"),
    ),
    "an answer missing": (lambda b: b["answers"].pop(), (400, "ballot-malformed")),
    "a choice too many": (
        lambda b: b["answers"][0]["choices"].append(first_choice(b)),
        (400, "ballot-malformed"),
    ),
    "no blank proof": (lambda b: b["answers"][0].pop("blank_proof"), (400, "ballot-malformed")),
    "a number for a string": (lambda b: first_choice(b).update(alpha=1), (400, "ballot-malformed")),
    "an upper-case element": (
        lambda b: first_choice(b).update(alpha=first_choice(b)["alpha"].upper()),
        (400, "ballot-malformed"),
    ),
    "an element outside the subgroup": (
        lambda b: first_choice(b).update(alpha=ORDER_TWO),
        (400, "ballot-malformed"),
    ),
    "an element off the curve": (
        lambda b: first_choice(b).update(alpha=NOT_ON_CURVE),
        (400, "ballot-malformed"),
    ),
    "the identity in another encoding": (
        lambda b: first_choice(b).update(alpha=NOT_REDUCED),
        (400, "ballot-malformed"),
    ),
    "the identity": (lambda b: first_choice(b).update(alpha=IDENTITY), (422, "ballot-invalid")),
    "a leading zero": (
        lambda b: first_proof(b).update(response="0" + first_proof(b)["response"]),
        (400, "ballot-malformed"),
    ),
    "a number that is not reduced": (
        lambda b: first_proof(b).update(response=str(int(first_proof(b)["response"]) + ORDER)),
        (400, "ballot-malformed"),
    ),
    "a negative number": (
        lambda b: first_proof(b).update(response="-1"),
        (400, "ballot-malformed"),
    ),
    "a proof of something else": (
        lambda b: first_proof(b).update(response="12345"),
        (422, "ballot-invalid"),
    ),
    "choices exchanged": (swapped, (422, "ballot-invalid")),
    "another hash": (lambda b: b["signature"].update(hash="A" * 43), (422, "ballot-invalid")),
    "another signature": (
        lambda b: b["signature"]["proof"].update(challenge="1"),
        (422, "ballot-invalid"),
    ),
    "another election": (lambda b: b.update(election_hash="A" * 43), (422, "ballot-foreign")),
    "another uuid": (lambda b: b.update(election_uuid="1" * 22), (422, "ballot-foreign")),
    "a credential that is not listed": (
        lambda b: b.update(credential=first_choice(b)["alpha"]),
        (403, "slip-unknown"),
    ),
    "the identity as credential": (lambda b: b.update(credential=IDENTITY), (403, "slip-unknown")),
    "no credential": (lambda b: b.pop("credential"), (400, "ballot-malformed")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_ballot_is_refused_and_its_slip_stays_unused(
    client: FlaskClient, loaded: Loaded, change: str
) -> None:
    slip = loaded.slips[BOX][0]
    good = slip.text()
    ballot = json.loads(good)
    signature = dumps(ballot["signature"])
    apply, expected = CHANGES[change]
    apply(ballot)
    if dumps(ballot["signature"]) == signature:  # it is about the rest
        ballot = slip.signed_anew(ballot)
    found = refused(cast(client, dumps(ballot).encode()))
    assert found == expected or (len(dumps(ballot)) > len(good) and found == TOO_LARGE)
    assert accepted(loaded) == 0
    receipt_of(cast(client, good), loaded)


def texts(slip: Slip) -> dict[str, bytes]:
    good = slip.text()
    return {
        "nothing": b"",
        "half of it": good[: len(good) // 2],
        "without the last character": good[:-1],
        "UTF-16": good.decode().encode("utf-16"),
        "a byte order mark": b"\xef\xbb\xbf" + good,
        "a byte that is not UTF-8": good[:40] + b"\xff" + good[41:],
        "a space": good[:1] + b" " + good[1:],
        "a newline at the end": good + b"\n",
        "something after it": good + b"{}",
        "a key twice": good[:1] + b'"election_uuid":"x",' + good[1:],
        "a list": b"[" + good + b"]",
        "a number": b"1",
        "not a number": b"NaN",
        "null": b"null",
        "too deep": b"[" * 500 + b"]" * 500,
        "a form": b"ballot=" + good[:100],
    }


def test_texts_that_are_not_canonical_json_are_refused(client: FlaskClient, loaded: Loaded) -> None:
    for name, text in texts(loaded.slips[BOX][0]).items():
        assert refused(cast(client, text)) in {(400, "ballot-malformed"), TOO_LARGE}, name
        assert refused(ask(client, text[:4000]))[0] == 400, name
    assert accepted(loaded) == 0


def test_a_ballot_of_the_greatest_length_is_read_and_a_longer_one_is_not(
    client: FlaskClient, loaded: Loaded
) -> None:
    longest = max_ballot_bytes(loaded.slips[BOX][0].election)
    assert refused(cast(client, b" " * longest)) == (400, "ballot-malformed")
    assert refused(cast(client, b" " * (longest + 1))) == (413, "body-too-large")
    assert refused(ask(client, b" " * 4097)) == (413, "body-too-large")


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_a_body_that_does_not_say_that_it_is_json_is_refused(
    client: FlaskClient, loaded: Loaded, content_type: str
) -> None:
    body = loaded.slips[BOX][0].text()
    for path in ("ballots", "slip"):
        response = client.post(f"/api/boxes/{BOX}/{path}", data=body, content_type=content_type)
        assert refused(response) == (415, "media-type")
    assert accepted(loaded) == 0


@pytest.mark.parametrize("path", ["setup", "checkpoint", "record.bel"])
def test_what_is_not_there_is_said_to_be_not_there(client: FlaskClient, path: str) -> None:
    assert refused(client.get(f"/api/boxes/r9-Z/{path}")) == (404, "box-unknown")
    assert refused(client.get(f"/api/boxes/{'x' * 3000}/{path}")) == (404, "box-unknown")
    assert refused(client.post(f"/api/boxes/{BOX}/{path}")) == (405, "method-not-allowed")


def test_unknown_boxes_and_addresses(client: FlaskClient, loaded: Loaded) -> None:
    slip = loaded.slips[BOX][0]
    assert refused(cast(client, slip.text(), "r9-Z")) == (404, "box-unknown")
    assert refused(ask(client, slip.question(), "r9-Z")) == (404, "box-unknown")
    assert refused(client.get("/api/nothing")) == (404, "not-found")
    assert refused(client.get(f"/api/boxes/{BOX}/ballots")) == (405, "method-not-allowed")
    assert refused(client.delete("/api/boxes")) == (405, "method-not-allowed")


def test_a_question_about_a_slip_must_be_signed_by_it(client: FlaskClient, loaded: Loaded) -> None:
    slip, other = loaded.slips[BOX][:2]
    cast(client, slip.text())
    foreign = loaded.slips[OTHER_BOX][0]
    assert refused(ask(client, other.question(public=slip.public))) == (403, "slip-unproved")
    assert refused(ask(client, slip.question(setup=foreign.setup))) == (403, "slip-unproved")
    assert refused(ask(client, foreign.question())) == (403, "slip-unknown")
    question = json.loads(slip.question())
    changes: tuple[dict[str, JSON], ...] = (
        {"credential": 1},
        {"credential": ""},
        {"proof": {}},
        {"extra": True},
    )
    for change in changes:
        body = dumps({**question, **change}).encode()
        assert refused(ask(client, body)) in {(400, "slip-malformed"), (403, "slip-unknown")}


def test_a_409_needs_the_slips_own_signature(client: FlaskClient, loaded: Loaded) -> None:
    """Nobody can poll who has voted: a forged ballot of a used slip learns nothing."""
    used, unused = loaded.slips[BOX][:2]
    cast(client, used.text())
    answers = []
    for slip in (used, unused):
        forged = json.loads(slip.text())
        forged["signature"]["proof"]["response"] = "1"
        response = cast(client, dumps(forged).encode())
        answers.append((refused(response), response.json))
    assert answers[0] == answers[1]
    assert answers[0][0] == (422, "ballot-invalid")


def test_a_problem_shows_the_broken_rule_and_its_place_and_no_exception_text(
    client: FlaskClient, loaded: Loaded
) -> None:
    slip = loaded.slips[BOX][0]
    ballot = json.loads(slip.text())
    first_choice(ballot).update(alpha=ORDER_TWO)
    body = cast(client, dumps(slip.signed_anew(ballot)).encode()).json
    assert body is not None
    assert body["where"] == "answers[0].choices[0].alpha"
    assert set(body) == {"type", "title", "title_en", "status", "code", "reason", "where"}


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(place=st.integers(0, 10_000), length=st.integers(0, 3), inserted=st.binary(max_size=3))
def test_no_mutation_of_a_ballot_is_stored_or_breaks_the_server(
    client: FlaskClient, loaded: Loaded, place: int, length: int, inserted: bytes
) -> None:
    good = loaded.slips[BOX][3].text()
    place %= len(good)
    mutated = good[:place] + inserted + good[place + length :]
    if mutated != good:
        status, _ = refused(cast(client, mutated))
        assert 400 <= status < 500
        assert accepted(loaded) == 0

"""Ballots and Setup that must not pass, each with the code and the place it is named by."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.tally.fixtures.box_check import codes, faults
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.spoiled_records import (
    edited,
    parts_of,
    rebuilt,
    resigned,
    slip_of,
    with_ballot,
    with_ballot_text,
)


def name_of(value: object) -> str:
    """A test id that is the same in every process."""
    return value if isinstance(value, str) else getattr(value, "__name__", "value")


def _swap_proofs(ballot: Any) -> None:
    proofs = ballot["answers"][0]["individual_proofs"]
    proofs[0], proofs[1] = proofs[1], proofs[0]


def _spoil(*path: Any) -> Callable[[Any], None]:
    """Raise the decimal number at `path` by one."""

    def edit(ballot: Any) -> None:
        for step in path[:-1]:
            ballot = ballot[step]
        ballot[path[-1]] = str(int(ballot[path[-1]]) + 1)

    return edit


def _no_blank_proof(ballot: Any) -> None:
    del ballot["answers"][0]["blank_proof"]


def _no_blank_slot(ballot: Any) -> None:
    answer = ballot["answers"][0]
    del answer["choices"][0], answer["individual_proofs"][0], answer["blank_proof"]


def _other_order(ballot: Any) -> Any:
    return dict(reversed(ballot.items()))


def _one_field_more(ballot: Any) -> None:
    ballot["kiosk"] = "3" * 1000  # longer than any ballot of this election


VALUES: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("individual-proof", "answers[0].individual_proofs[0]", _swap_proofs),
    (
        "overall-proof",
        "answers[0].overall_proof",
        _spoil("answers", 0, "overall_proof", 0, "response"),
    ),
    ("blank-proof", "answers[0].blank_proof", _spoil("answers", 0, "blank_proof", 1, "response")),
    ("json-fields", "answers[0]", _no_blank_proof),
    ("json-fields", "answers[0]", _no_blank_slot),
    ("json-fields", "event 1", _other_order),
    ("json-too-long", "event 1", _one_field_more),
]


@pytest.mark.parametrize(("code", "place", "edit"), VALUES, ids=name_of)
def test_a_ballot_changed_in_one_place(
    tiny: Held, code: str, place: str, edit: Callable[[Any], Any]
) -> None:
    found = faults(with_ballot(tiny, 0, resigned(tiny, 0, edit)))
    assert any(
        each.code == code and "event 1" in each.where and place in each.where for each in found
    ), found


def _upper(text: str) -> str:
    found = re.search('"alpha":"([0-9a-f]*)"', text)
    assert found
    return text.replace(found[1], found[1].upper())


def _credential(text: str, key: str) -> str:
    return re.sub('"credential":"[^"]*"', f'"credential":"{key}"', text)


TEXTS: list[tuple[str, Callable[[str], str]]] = [
    (  # a space in the place of a digit: not a byte longer
        "json-not-canonical",
        lambda text: re.sub(r'("challenge":"\d+)\d"', r'\1" ', text, count=1),
    ),
    ("json-too-long", lambda text: text.replace(":", ":" + " " * 1000, 1)),
    ("element-not-canonical", _upper),
    (
        "scalar-not-canonical",
        lambda text: re.sub('"challenge":".', '"challenge":"0', text, count=1),
    ),
    (
        "scalar-not-canonical",
        lambda text: re.sub('"challenge":"..', '"challenge":"0x', text, count=1),
    ),
    ("ballot-hash", lambda text: re.sub('"hash":"[^"]{43}"', f'"hash":"{"A" * 43}"', text)),
    ("ballot-election", lambda text: re.sub('_uuid":"[^"]*"', f'_uuid":"{"1" * 22}"', text)),
    ("element-identity", lambda text: _credential(text, "0" * 63 + "1")),
    ("element-outside-group", lambda text: _credential(text, "0" * 64)),
]


@pytest.mark.parametrize(("code", "edit"), TEXTS)
def test_a_ballot_written_otherwise(tiny: Held, code: str, edit: Callable[[str], str]) -> None:
    found = faults(with_ballot_text(tiny, edit))
    assert any(each.code == code and "event 1" in each.where for each in found), found


def test_a_signature_that_is_not_the_slips(tiny: Held) -> None:
    edit = _spoil("signature", "proof", "response")
    found = faults(with_ballot(tiny, 0, edited(parts_of(tiny).ballots[0], edit)))
    assert ("ballot-signature", "event 1.signature.proof") in [(e.code, e.where) for e in found]


def test_one_slip_votes_once(tiny: Held) -> None:
    hall = tiny.hall
    again = hall.ballot("r1-A", slip_of(hall, parts_of(tiny).ballots[1]), hall.cast["r1-A"][0])
    result = with_ballot(tiny, 0, again)
    found = [each for each in faults(result) if each.code == "credential-reused"]
    assert [each.where for each in found] == ["event 2.credential"]


def test_a_slip_of_another_box_does_not_vote_here(tiny: Held) -> None:
    hall = tiny.hall
    foreign = hall.ballot("r1-B", 0, hall.cast["r1-B"][0])
    assert {"ballot-election", "credential-unknown"} <= codes(with_ballot(tiny, 0, foreign))


def test_randomness_used_twice_is_named_at_both_places(tiny: Held) -> None:
    first = parts_of(tiny).ballots[0]
    copied = json.loads(first)["answers"][0]["choices"]

    def edit(ballot: Any) -> None:
        ballot["answers"][0]["choices"] = copied

    second = edited(parts_of(tiny).ballots[1], edit)
    found = [each for each in faults(with_ballot(tiny, 1, second)) if each.code == "alpha-reused"]
    assert [each.where for each in found] == [
        f"event 2.answers[0].choices[{index}].alpha" for index in range(3)
    ]
    assert "event 1.answers[0].choices[0].alpha" in found[0].detail


def test_every_bad_ballot_is_listed_not_only_the_first(tiny: Held) -> None:
    ballots = [resigned(tiny, slip, _swap_proofs) for slip in range(6)]
    found = faults(rebuilt(tiny, ballots=tuple(ballots)))
    heights = {each.to_json()["height"] for each in found if each.code == "individual-proof"}
    assert heights == {1, 2, 3, 4, 5, 6}


def test_a_ballot_taken_out_shows_in_the_totals(tiny: Held) -> None:
    result = rebuilt(tiny, ballots=parts_of(tiny).ballots[1:])
    assert {"tally-num-tallied", "tally-total-weight", "tally-differs"} <= codes(result)


SETUPS: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("credentials-unsorted", "credentials", lambda keys: keys[::-1]),
    ("credential-duplicate", "credentials", lambda keys: [*keys, keys[-1]]),
    ("element-identity", "credentials", lambda keys: ["0" * 63 + "1", *keys[1:]]),
    ("credentials-not-slips", "credentials", lambda keys: keys[1:]),
    ("credential-weighted", "credentials", lambda keys: [keys[0] + ",1", *keys[1:]]),
    ("election-not-meeting", "election", lambda e: e | {"name": "another"}),
    ("election-not-meeting", "election", lambda e: e | {"description": "meeting " + "0" * 64}),
    ("trustee-kind", "trustees", lambda items: [["Alone", items[0][1]]]),
]


@pytest.mark.parametrize(("code", "part", "edit"), SETUPS, ids=name_of)
def test_a_setup_that_is_not_the_meetings(
    tiny: Held, code: str, part: str, edit: Callable[[Any], Any]
) -> None:
    changed: dict[str, Any] = {part: edited(getattr(parts_of(tiny), part), edit)}
    result = rebuilt(tiny, **changed)
    assert any(each.code == code and part in each.where for each in faults(result)), faults(result)


def test_another_question_on_the_paper_is_named(tiny: Held) -> None:
    def edit(election: Any) -> None:
        election["questions"][0]["answers"].append("另选他人")

    result = rebuilt(tiny, election=edited(parts_of(tiny).election, edit))
    found = [each for each in faults(result) if each.code == "election-not-meeting"]
    assert [each.where for each in found] == ["election.questions[0]"]


def test_the_tellers_of_another_ceremony_do_not_fit(tiny: Held, fresh: Hall) -> None:
    result = rebuilt(tiny, trustees=fresh.trustees.to_json().encode())
    assert {"election-key", "decryption-proof"} <= codes(result)

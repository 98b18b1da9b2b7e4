"""The contract with a board: both sides write and read the same, and nothing else passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.receipt import sign_receipt
from crypto.board.server_key import ServerKey
from crypto.canonical import JSON, dumps
from crypto.election.credential import make_credential
from crypto.election.election import new_uuid
from crypto.errors import ParseError, ProofError
from crypto.groups.named import group_named
from meeting.board_interface.answers import (
    BoxStage,
    BoxState,
    SlipAnswer,
    UsedSlip,
    boxes_to_json,
    parse_boxes,
    parse_setup,
    setup_to_json,
)
from meeting.board_interface.questions import (
    VISIT_NUMBER_BYTES,
    SlipQuestion,
    SpoilQuestion,
    VisitStep,
    VisitWord,
)
from meeting.board_interface.refusals import MOST_BYTES, RefusalCode, RefusedAnswer, refusal_to_json
from meeting.published.box_setup import SetupTexts
from meeting.published.definition_file import election_for
from tests.meeting.fixtures.township import small_township

MEETING = small_township()
GROUP = group_named(MEETING.group_name)
ELECTION = election_for(MEETING, "0" * 64, MEETING.box("r1-A"), new_uuid(), GROUP.base_power(12345))
SETUP, OTHER, FINGERPRINT = "a" * 64, "b" * 64, "A" * 43


def used_slip() -> UsedSlip:
    key = ServerKey.generate()
    note = make_checkpoint(key, Checkpoint(MEETING.id, SETUP, 1, bytes(32)))
    proof: JSON = {"challenge": "1", "response": "2"}
    return UsedSlip(
        sign_receipt(key, SETUP, FINGERPRINT, note), {"hash": FINGERPRINT, "proof": proof}
    )


def test_a_question_about_a_slip_is_read_and_bound_to_slip_and_box() -> None:
    credential = make_credential()
    asked = SlipQuestion.ask(ELECTION, SETUP, credential)
    read = SlipQuestion.parse(GROUP, asked.to_json().encode())
    assert read == asked
    read.check(GROUP, SETUP)
    with pytest.raises(ProofError):
        read.check(GROUP, OTHER)
    stranger = SlipQuestion.ask(ELECTION, SETUP, make_credential())
    with pytest.raises(ProofError):
        replace(read, credential=stranger.credential).check(GROUP, SETUP)


def test_a_question_to_spoil_is_bound_to_the_ballot_and_is_no_question_about_the_slip() -> None:
    credential = make_credential()
    asked = SpoilQuestion.ask(ELECTION, SETUP, FINGERPRINT, credential)
    read = SpoilQuestion.parse(GROUP, asked.to_json().encode())
    assert read == asked
    read.check(GROUP, SETUP)
    for changed, setup in ((read, OTHER), (replace(read, fingerprint="E" + "A" * 42), SETUP)):
        with pytest.raises(ProofError):
            changed.check(GROUP, setup)
    with pytest.raises(ProofError):
        SlipQuestion(read.credential, read.proof).check(GROUP, SETUP)


@given(step=st.sampled_from(VisitStep), number=st.binary(min_size=16, max_size=16))
def test_a_word_on_a_visit_is_read(step: VisitStep, number: bytes) -> None:
    word = VisitWord(step, number)
    assert VisitWord.parse(word.to_json().encode()) == word


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b'{"step":"begin"}', b'{"step": "begin","visit":"00"}'),
        b'{"step":"rest","visit":"' + b"0" * 2 * VISIT_NUMBER_BYTES + b'"}',
        b'{"step":"here","visit":"' + b"A" * 2 * VISIT_NUMBER_BYTES + b'"}',
        b'{"step":"here","visit":"' + b"0" * 2 * VISIT_NUMBER_BYTES + b'","name":"x"}',
    ],
)
def test_what_is_no_word_on_a_visit_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        VisitWord.parse(body)


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    st.lists(
        st.builds(
            BoxState,
            id=names,
            name=st.from_regex(r"\A[0-9a-f]{64}\Z"),
            state=st.sampled_from(BoxStage),
            last_voters=st.booleans(),
            round=names,
            group=names,
            ballots=st.integers(0, 10**6),
        ),
        max_size=5,
    )
)
def test_a_list_of_boxes_is_read_without_its_figures(boxes: list[BoxState]) -> None:
    read = parse_boxes(boxes_to_json(boxes).encode())
    assert read == tuple(replace(each, round="", group="", ballots=0) for each in boxes)


@pytest.mark.parametrize(
    "change",
    [
        lambda box: box | {"state": "sealed"},
        lambda box: box | {"setup": "A" * 64},
        lambda box: box | {"id": 7},
        lambda box: box | {"last_voters": "no"},
        lambda box: {name: box[name] for name in ("id", "setup")},
        lambda _box: "r1-A",
    ],
)
def test_a_box_of_another_form_is_refused(change: Callable[[dict[str, JSON]], JSON]) -> None:
    box: dict[str, JSON] = {"id": "r1-A", "setup": SETUP, "state": "open", "last_voters": False}
    assert parse_boxes(dumps({"boxes": [box | {"colour": "red"}]}).encode())
    with pytest.raises(ParseError):
        parse_boxes(dumps({"boxes": [change(box)]}).encode())


def test_the_texts_of_a_setup_are_read_byte_for_byte() -> None:
    texts = SetupTexts('{"题":1}'.encode(), b"[]", b'["x"]')
    assert parse_setup(setup_to_json(texts).encode()) == texts
    for body in (b"[]", b"{}", b'{"election":"","trustees":"","credentials":[]}'):
        with pytest.raises(ParseError):
            parse_setup(body)


def test_the_answer_about_a_slip_is_read() -> None:
    assert not SlipAnswer.parse(SlipAnswer.to_json(None).encode()).used
    used = used_slip()
    answer = SlipAnswer.parse(SlipAnswer.to_json(used).encode())
    assert (answer.used, UsedSlip.from_json(answer.members)) == (True, used)
    with pytest.raises(ParseError):
        SlipAnswer.parse(b'{"state":"perhaps"}')
    for members in ({"state": "used"}, {"receipt": "none"}, {"receipt": {"setup": SETUP}}):
        with pytest.raises(ParseError):
            UsedSlip.from_json(members)


@pytest.mark.parametrize("code", RefusalCode)
def test_a_refusal_is_read_by_its_code(code: RefusalCode) -> None:
    body = refusal_to_json(code, 403, "不行", "no", used_slip().to_json())
    read = RefusedAnswer.parse(body.encode())
    assert read.code is code
    assert UsedSlip.from_json(read.members).receipt.setup == SETUP
    value = json.loads(body)
    assert (value["type"], value["code"]) == (f"urn:piaoxiang:problem:{code}", str(code))


def test_a_code_of_somebody_else_is_none_and_a_page_is_no_refusal() -> None:
    for body in (b'{"code":"teapot"}', b'{"code":7}', b'{"code":["slip-used"]}', b"{}"):
        assert RefusedAnswer.parse(body).code is None
    for body in (b"<html>", b"[]", b"", b"\xff", b'{"code":"' + b"x" * MOST_BYTES + b'"}'):
        with pytest.raises(ParseError):
            RefusedAnswer.parse(body)

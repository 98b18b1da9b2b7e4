"""The code of a slip: read whatever way it comes in, never repeated in an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.credential import make_credential
from meeting.problem import Problem
from meeting.registrar.slip_code import SlipCode, parse_slip_code, slip_code
from tests.meeting.fixtures.township import attempted

HASH = "0123456789abcdef" * 4
SETUP = "fedcba9876543210" * 4
CREDENTIAL = "7TpUo-ZZTGvo-DooC6-Q3p2Ub"


def test_a_scanned_code_gives_the_credential() -> None:
    for _ in range(20):
        credential = make_credential()
        read = parse_slip_code(slip_code(HASH, SETUP, credential), HASH)
        assert read == SlipCode(credential, SETUP[:32])
        assert read.names(SETUP)
        assert not read.names(SETUP[::-1])
        assert credential not in repr(read)


@pytest.mark.parametrize(
    "text",
    [
        CREDENTIAL,
        CREDENTIAL.replace("-", ""),
        CREDENTIAL.replace("-", " "),
        f"  {CREDENTIAL}\n",
        "７ＴｐＵｏ－ＺＺＴＧｖｏ－ＤｏｏＣ６－Ｑ３ｐ２Ｕｂ",
        f"PX3:01234567:{SETUP[:32]}:{CREDENTIAL}\r\n",
        f"PX3：01234567：{SETUP[:32]}：{CREDENTIAL}",
    ],
)
def test_it_may_be_typed_as_it_comes(text: str) -> None:
    assert parse_slip_code(text, HASH).credential == CREDENTIAL


@pytest.mark.parametrize("digits", ["89abcdef", "11234567"])
def test_a_slip_of_an_earlier_release_names_the_definition(digits: str) -> None:
    text = f"PX2:{digits}:{SETUP[:32]}:{CREDENTIAL}"
    read = attempted(lambda: parse_slip_code(text, HASH, "89abcdef" * 8))
    if isinstance(read, Problem):
        assert (digits, read.code) == ("11234567", "slip-foreign")
    else:
        assert (digits, read.credential, read.setup_digits) == ("89abcdef", CREDENTIAL, SETUP[:32])


def test_where_the_definition_is_not_known_such_a_slip_is_foreign() -> None:
    text = f"PX2:{HASH[:8]}:{SETUP[:32]}:{CREDENTIAL}"
    read = attempted(lambda: parse_slip_code(text, HASH))
    assert isinstance(read, Problem)
    assert read.code == "slip-foreign"


def test_a_typed_code_names_no_box() -> None:
    assert parse_slip_code(CREDENTIAL, HASH).names(SETUP)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"PX3:11234567:{SETUP[:32]}:{CREDENTIAL}", "slip-foreign"),
        (f"PX3:0123456:{SETUP[:32]}:{CREDENTIAL}", "slip-form"),
        (f"PX1:01234567:{SETUP[:32]}:{CREDENTIAL}", "slip-form"),
        (f"PX1:01234567:{CREDENTIAL}", "slip-form"),
        (f"PX3:01234567:{CREDENTIAL}", "slip-form"),
        (f"PX3:01234567::{CREDENTIAL}", "slip-form"),
        (f"PX3:01234567:{SETUP[:31]}:{CREDENTIAL}", "slip-form"),
        (f"PX3:01234567:{SETUP[:33]}:{CREDENTIAL}", "slip-form"),
        (f"PX3:01234567:{SETUP[:32].upper()}:{CREDENTIAL}", "slip-form"),
        (f"PX3:01234567:{SETUP[:32]}:{CREDENTIAL}:", "slip-form"),
        (f"PX3:{CREDENTIAL}", "slip-form"),
        (f"PX3:01234567:{SETUP[:32]}:", "slip-form"),
        (f"PX3:11234567:{SETUP[:32]}:rubbish", "slip-form"),
        (f"{CREDENTIAL}x", "slip-form"),
        (CREDENTIAL.replace("7", "0"), "slip-form"),
        (CREDENTIAL * 10, "slip-form"),
        ("https://example.org/", "slip-form"),
        ("", "slip-form"),
    ],
)
def test_anything_else_is_refused_without_repeating_it(text: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_slip_code(text, HASH)
    assert caught.value.code == code
    told = f"{caught.value!r} {caught.value} {caught.value.text('zh')} {caught.value.text('en')}"
    assert CREDENTIAL[6:12] not in told
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


@given(st.text(max_size=130) | st.text(alphabet="PX23:0abZ- 7", max_size=60))
def test_any_text_is_a_credential_or_a_problem(text: str) -> None:
    read = attempted(lambda: parse_slip_code(text, HASH))
    if isinstance(read, Problem):
        assert read.code in {"slip-form", "slip-foreign"}
    else:
        assert parse_slip_code(read.credential, HASH).credential == read.credential

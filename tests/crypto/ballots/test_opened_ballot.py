"""Opened ballots: what the QR code says makes the same ballot again, or is refused."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from crypto.ballots.ballot import Choices, prepare_ballot
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.base64_texts import unpadded
from crypto.board.server_key import ServerKey
from crypto.board.spoiling import Spoiled, sign_spoiled, spoiled_mark, spoiling_question
from crypto.election.credential import public_credential
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError, ProofError, Refused
from tests.crypto.fixtures.sample_elections import CREDENTIAL, SEED, election

SETUP = "5e" * 32
WORD = unpadded(bytes(range(64)))
ZHANG_EXCELLENT: Choices = ((0, 1, 0, 0), (1, 0))
BLANK_COMPETENT: Choices = ((1, 0, 0, 0), (0, 1))


def opened(of: Election, choices: Choices = ZHANG_EXCELLENT, seed: bytes = SEED) -> OpenedBallot:
    public = public_credential(of.group, of.uuid, CREDENTIAL)
    unsigned = prepare_ballot(of, public, choices, seed)
    return OpenedBallot.of(SETUP, unsigned, choices, seed, WORD)


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_seed_choices_and_credential_make_the_same_ballot_again(group: str) -> None:
    of = election(group)
    made = opened(of)
    read = OpenedBallot.parse(made.to_text())
    assert read == made
    assert read.to_text() == made.to_text()
    assert read.setup == SETUP
    assert read.rebuild(of) == ZHANG_EXCELLENT


def test_single_answers_are_opened_too() -> None:
    of = replace(election(), questions=(SingleQuestion("打分", ("a", "b")), *election().questions))
    choices: Choices = ((98, 255), *ZHANG_EXCELLENT)
    assert OpenedBallot.parse(opened(of, choices).to_text()).rebuild(of) == choices


@pytest.mark.parametrize("options", range(1, 18))
def test_choices_take_a_bit_each_and_fill_the_last_byte_with_zeros(options: int) -> None:
    """So that a paper with one choice more or less has bytes of its own, also at full bytes."""
    of = election(questions=(Question("q", tuple(map(str, range(options))), 0, options),))
    choices: Choices = ((0,) * (options - 1) + (1,),)
    made = opened(of, choices)
    assert made.choices == (1 << -options % 8).to_bytes((options + 7) // 8, "big")
    assert OpenedBallot.parse(made.to_text()).rebuild(of) == choices
    for spare in range(-options % 8):
        touched = bytes([*made.choices[:-1], made.choices[-1] | 1 << spare])
        with pytest.raises(ParseError, match="opened-choices"):
            replace(made, choices=touched).rebuild(of)
    for other in (made.choices + b"\0", made.choices[:-1]):
        with pytest.raises(ParseError, match="opened-choices"):
            replace(made, choices=other).rebuild(of)


@pytest.mark.parametrize(
    "choices", [((0, 2, 0, 0), (1, 0)), ((0, 1, 0), (1, 0)), ((0, 1, 0, 0, 0), (1, 0))]
)
def test_choices_that_do_not_fit_the_questions_are_not_packed(choices: Choices) -> None:
    of = election()
    public = public_credential(of.group, of.uuid, CREDENTIAL)
    unsigned = prepare_ballot(of, public, ZHANG_EXCELLENT, SEED)
    with pytest.raises(ParseError, match="opened-choices"):
        OpenedBallot.of(SETUP, unsigned, choices, SEED, WORD)


def test_a_kiosk_that_encrypted_another_choice_is_caught() -> None:
    """It shows the fingerprint of one ballot and the voter's choices as the opening."""
    of = election()
    cheating = replace(opened(of, BLANK_COMPETENT), choices=opened(of, ZHANG_EXCELLENT).choices)
    with pytest.raises(ProofError) as refused:
        OpenedBallot.parse(cheating.to_text()).rebuild(of)
    assert refused.value.code == "opened-mismatch"


def test_a_kiosk_that_shows_another_seed_credential_or_election_is_caught() -> None:
    of = election()
    honest = opened(of)
    other = of.group.number(of.group.base_power(77)).to_bytes(32, "big").lstrip(b"\0")
    for cheating in (
        replace(honest, seed=secrets.token_bytes(32)),
        replace(honest, credential=other),
    ):
        with pytest.raises(ProofError, match="opened-mismatch"):
            OpenedBallot.parse(cheating.to_text()).rebuild(of)
    with pytest.raises(ProofError, match="opened-mismatch"):
        honest.rebuild(replace(of, name="another"))


def test_no_single_bit_of_the_opening_can_be_changed() -> None:
    """Choices, seed and fingerprint, bit by bit; each change is refused, none makes an error."""
    of = election()
    honest = opened(of)
    for name in ("choices", "seed", "credential"):
        whole: bytes = getattr(honest, name)
        for bit in range(0, len(whole) * 8, 1 if name == "choices" else 37):
            number = int.from_bytes(whole, "big") ^ 1 << bit
            changed = replace(honest, **{name: number.to_bytes(len(whole), "big")})  # type: ignore[arg-type]
            with pytest.raises(Refused):
                OpenedBallot.parse(changed.to_text()).rebuild(of)


@given(st.data())
def test_mutated_texts_are_refused_or_are_the_same_text(data: st.DataObject) -> None:
    """Whatever is accepted is written back character for character: one text, one opening."""
    honest = opened(election()).to_text()
    place = data.draw(st.integers(0, len(honest)))
    length = data.draw(st.integers(0, 3))
    put = data.draw(st.text(st.sampled_from("AZaz09-_:=+/ \n０"), max_size=4) | st.text(max_size=3))
    mutated = honest[:place] + put + honest[place + length :]
    try:
        read = OpenedBallot.parse(mutated)
    except ParseError:
        return
    assert read.to_text() == mutated
    try:
        read.rebuild(election())
    except Refused:
        assert mutated != honest
    else:
        # neither box nor word is part of the ballot: callers look the election up by the one,
        # and the other is a signature over the rest
        assert read == replace(opened(election()), setup=read.setup, word=read.word)


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
def test_foreign_texts_are_refused(text: str) -> None:
    for each in (text, "PXC1:" + text, "PXC2:" + text):
        with pytest.raises(ParseError):
            OpenedBallot.parse(each)


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("opened-choices", {"choices": b"\x51"}),
        ("opened-choices", {"choices": b"\x48\x00"}),
        ("opened-credential", {"credential": b"\xff" * 40}),
        ("opened-credential", {"credential": b"\x01"}),
    ],
    ids=["bits after the end", "too long", "no element", "identity"],
)
def test_openings_that_fit_no_ballot_are_named(code: str, change: dict[str, bytes]) -> None:
    of = election()
    with pytest.raises(ParseError) as refused:
        replace(opened(of), **change).rebuild(of)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_a_text_of_releases_without_the_servers_word_is_named() -> None:
    """Such a text could open a ballot that was cast: nothing of it is looked at."""
    text = opened(election()).to_text()
    with pytest.raises(ParseError) as refused:
        OpenedBallot.parse(text.rpartition(":")[0].replace("PXC2", "PXC1"))
    assert refused.value.code == "opened-without-word"
    with pytest.raises(ParseError, match="opened-form"):
        OpenedBallot.parse(text.rpartition(":")[0])


def test_leading_zeros_and_endless_texts_are_refused() -> None:
    honest = opened(election())
    padded = replace(honest, credential=b"\0" + honest.credential)
    for text in (padded.to_text(), replace(honest, choices=b"\0" * 9000).to_text()):
        with pytest.raises(ParseError):
            OpenedBallot.parse(text)


def test_a_repr_tells_no_choice() -> None:
    of = election()
    first, second = opened(of), replace(opened(of), choices=opened(of, BLANK_COMPETENT).choices)
    assert repr(first) == repr(second)
    assert SEED.hex() not in repr(first)


def test_the_largest_paper_fits_a_code_that_scanners_read() -> None:
    """26 questions of 13 options with 弃权: 364 bits. Version 13 has 69 × 69 modules, 20 has 97."""
    thirteen = Question("q", tuple(map(str, range(13))), 1, 13, blank=True)
    of = election(questions=(thirteen,) * 26)
    made = OpenedBallot(SETUP, "A" * 43, b"\xff" * 32, SEED, b"\xff" * ((26 * 14 + 7) // 8), WORD)
    assert sum(question.choices_length for question in of.questions) == 26 * 14
    assert len(made.to_text()) == 330
    assert int(segno.make(made.to_text(), error="m", micro=False).version) <= 13
    long = replace(made, credential=b"\xff" * 256)
    assert int(segno.make(long.to_text(), error="m", micro=False).version) <= 20


def test_the_servers_word_on_a_spoiled_ballot() -> None:
    key = ServerKey.generate()
    fingerprint = opened(election()).fingerprint
    word = sign_spoiled(key, SETUP, fingerprint, "slip")
    assert Spoiled.parse(word.to_json()) == word == sign_spoiled(key, SETUP, fingerprint, "slip")
    word.check(key.public)
    for other in (
        replace(word, setup="00" * 32),
        replace(word, fingerprint="B" * 43),
        replace(word, credential="another"),
        replace(word, signature=unpadded(key.sign(f"piaoxiang-spoiled|{SETUP}|slip".encode()))),
    ):
        with pytest.raises(ProofError):
            other.check(key.public)
    for bad in (word.to_json() + " ", word.to_json()[:-4] + '="}', "{}"):
        with pytest.raises(ParseError):
            Spoiled.parse(bad)
    for signature in ("", "AAAA", word.signature[:-2] + "Q", word.signature[:-1] + "B", "!" * 86):
        with pytest.raises(ParseError) as caught:
            Spoiled.parse(replace(word, signature=signature).to_json(), where="word")
        assert (caught.value.code, caught.value.where) == ("spoiled-signature", "word.signature")


def test_the_question_to_spoil_names_box_ballot_and_slip() -> None:
    assert spoiling_question("box", "print", "slip") == "piaoxiang-spoil|box|print|slip"


def test_a_mark_names_one_ballot_of_one_slip_of_one_box() -> None:
    marks = {
        spoiled_mark(setup, print_, slip) for setup in "ab" for print_ in "ab" for slip in "ab"
    }
    assert len(marks) == 8

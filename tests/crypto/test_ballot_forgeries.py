"""For each check of a ballot, a forgery that this check alone refuses.

Each forger here holds the credential and knows all the randomness, does
everything else right, and signs the result. That nothing else stands in the way
is shown by taking the one check away: then the forgery passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from crypto import answer as answer_module
from crypto import ballot as ballot_module
from crypto.answer import Answer
from crypto.ballot import Ballot, parse_ballot, sign_ballot, verify_ballot
from crypto.blank import prove_blank, prove_overall
from crypto.canonical import sha256_b64
from crypto.credential import public_credential
from crypto.disjunction import Opening
from crypto.election import Election
from crypto.elgamal import Ciphertext, encrypt
from crypto.errors import ProofError
from crypto.interval import BIT, check_interval, prove_interval
from crypto.question import Question
from crypto.randomness import SystemRandomness
from crypto.schnorr import Proof, prove_knowledge
from tests.crypto.sample_elections import CREDENTIAL, WITH_BLANK, cast, election, secret

FRESH = SystemRandomness()
PAPER = ((0, 1, 0, 1), (0, 1))
Change = Callable[[Ballot], Ballot]


def signed_again(of: Election, ballot: Ballot) -> Ballot:
    """Return *ballot* with the hash and the signature that its contents ask for."""
    fingerprint = sha256_b64(ballot.unsigned_json())
    signature = prove_knowledge(of.group, secret(of), lambda A: f"sig|{fingerprint}|{A}", FRESH)
    return replace(ballot, fingerprint=fingerprint, signature=signature)


def refused(of: Election, ballot: Ballot, code: str, where: str) -> None:
    """Check that *ballot*, sent over the wire, is read, and refused for this reason."""
    received = parse_ballot(of, ballot.to_json())
    with pytest.raises(ProofError) as caught:
        verify_ballot(of, received)
    assert (caught.value.code, caught.value.where) == (code, where)


class Anything(str):
    """A text that calls itself equal to every other: a comparison that is not made."""

    __slots__ = ()

    def __eq__(self, _other: object) -> bool:
        return True

    def __ne__(self, _other: object) -> bool:
        return False

    __hash__ = str.__hash__


def test_uuid_of_another_election() -> None:
    one = election()
    forged = signed_again(one, replace(cast(one, PAPER), election_uuid="djwmrZSwmGaj5y"))

    refused(one, forged, "ballot-election", "election_uuid")
    lax = replace(one)
    object.__setattr__(lax, "uuid", Anything(one.uuid))
    verify_ballot(lax, forged)


def test_fingerprint_of_another_election() -> None:
    one = election()
    forged = signed_again(one, replace(cast(one, PAPER), election_hash=sha256_b64("other")))

    refused(one, forged, "ballot-election", "election_hash")
    lax = replace(one)
    object.__setattr__(lax, "fingerprint", Anything(one.fingerprint))
    verify_ballot(lax, forged)


def test_hash_of_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    one = election()
    fingerprint = sha256_b64("something else")
    signature = prove_knowledge(one.group, secret(one), lambda A: f"sig|{fingerprint}|{A}", FRESH)
    forged = replace(cast(one, PAPER), fingerprint=fingerprint, signature=signature)

    refused(one, forged, "ballot-hash", "signature.hash")
    monkeypatch.setattr(ballot_module, "sha256_b64", lambda _text: fingerprint)
    verify_ballot(one, forged)


@pytest.mark.parametrize(
    "forge",
    [
        lambda proof, q: replace(proof, response=(proof.response + 1) % q),
        lambda proof, q: replace(proof, challenge=(proof.challenge + 1) % q),
        lambda _proof, _q: Proof(0, 0),
        lambda _proof, _q: Proof(0, 1),
        lambda _proof, _q: Proof(1, 0),
    ],
)
def test_signature_that_is_none(
    forge: Callable[[Proof, int], Proof], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = election()
    ballot = cast(one, PAPER)
    forged = replace(ballot, signature=forge(ballot.signature, one.group.order))

    refused(one, forged, "ballot-signature", "signature.proof")
    monkeypatch.setattr(ballot_module, "check_knowledge", lambda *_args, **_kwargs: None)
    verify_ballot(one, forged)


def test_signature_by_another_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    one = election()
    ballot = cast(one, PAPER)
    stolen = prove_knowledge(one.group, 3, lambda A: f"sig|{ballot.fingerprint}|{A}", FRESH)
    forged = replace(ballot, signature=stolen)

    refused(one, forged, "ballot-signature", "signature.proof")
    monkeypatch.setattr(ballot_module, "check_knowledge", lambda *_args, **_kwargs: None)
    verify_ballot(one, forged)


def test_ballot_taken_over_by_another_slip() -> None:
    # All proofs are bound to the credential: copying a ciphertext copies no vote.
    one = election()
    theirs = cast(one, PAPER)
    mine = replace(theirs, credential=one.group.base_power(3))
    fingerprint = sha256_b64(mine.unsigned_json())
    signature = prove_knowledge(one.group, 3, lambda A: f"sig|{fingerprint}|{A}", FRESH)
    forged = replace(mine, fingerprint=fingerprint, signature=signature)

    refused(one, forged, "individual-proof", "answers[0].individual_proofs[0]")


def test_ballot_of_another_box_under_the_same_key() -> None:
    one, other = election(), replace(election(), name="another box")
    ballot = cast(one, PAPER)
    moved = signed_again(one, replace(ballot, election_hash=other.fingerprint))

    refused(other, moved, "individual-proof", "answers[0].individual_proofs[0]")


def test_ballot_read_for_another_election_object() -> None:
    one = election()
    ballot = cast(one, PAPER)
    for other in (election("BELENIOS-2048"), election(questions=(WITH_BLANK,))):
        with pytest.raises(ProofError, match="ballot-election"):
            verify_ballot(other, ballot)


class Forger:
    """Who encrypts any numbers for one question and proves what can be proved."""

    def __init__(self, question: Question, values: list[int]) -> None:
        self.election = election(questions=(question,))
        self.question = question
        self.group = self.election.group
        self.key = public_credential(self.group, self.election.uuid, CREDENTIAL)
        self.openings = [Opening(value, FRESH.scalar(self.group)) for value in values]
        y = self.election.public_key
        self.choices = tuple(encrypt(self.group, y, o.message, o.r) for o in self.openings)
        texts = ",".join(choice.to_text(self.group) for choice in self.choices)
        self.statement = f"{self.election.fingerprint}|{self.group.encode(self.key)}"
        self.whole = f"{self.statement}|{texts}"

    def total(self) -> tuple[Ciphertext, Opening]:
        """Return the sum of the answers, the blank slot left out, and its opening."""
        start = 1 if self.question.blank else 0
        openings = self.openings[start:]
        opening = Opening(
            sum(o.message for o in openings), sum(o.r for o in openings) % self.group.order
        )
        return encrypt(self.group, self.election.public_key, opening.message, opening.r), opening

    def individual(self) -> tuple[tuple[Proof, ...], ...]:
        """Prove each value to be a bit; of one that is not, pretend that it is 1."""
        return tuple(
            prove_interval(
                self.group,
                self.election.public_key,
                self.statement,
                choice,
                Opening(min(opening.message, 1), opening.r),
                BIT,
                FRESH,
            )
            for choice, opening in zip(self.choices, self.openings, strict=True)
        )

    def overall(self) -> tuple[Proof, ...]:
        """Prove the total; if it is not allowed, pretend that it is the maximum."""
        total, opening = self.total()
        y, interval = self.election.public_key, self.question.interval
        blank = self.openings[0]
        if not (self.question.blank and blank.message):
            opening = Opening(min(opening.message, self.question.maximum), opening.r)
        if not self.question.blank:
            return prove_interval(self.group, y, self.whole, total, opening, interval, FRESH)
        return prove_overall(self.group, y, self.whole, blank, opening, interval, FRESH)

    def ballot(self) -> Ballot:
        blank = None
        if self.question.blank:
            blank = prove_blank(
                self.group,
                self.election.public_key,
                self.whole,
                self.openings[0],
                self.total()[1],
                FRESH,
            )
        made = Answer(self.choices, self.individual(), self.overall(), blank)
        unsigned = ballot_module.UnsignedBallot(self.election, self.key, (made,), "")
        unsigned = replace(unsigned, fingerprint=sha256_b64(unsigned.to_json()))
        return sign_ballot(unsigned, secret(self.election))


@contextmanager
def without(*codes: str) -> Iterator[None]:
    """Take the checks with these codes away."""
    with pytest.MonkeyPatch.context() as patch:

        def checked(*args: object, code: str, where: str = "") -> None:
            if code not in codes:
                check_interval(*args, code=code, where=where)  # type: ignore[arg-type]

        patch.setattr(answer_module, "check_interval", checked)
        if "blank-proof" in codes:
            patch.setattr(answer_module, "check_blank", lambda *_args, **_kwargs: None)
        if "overall-proof" in codes:
            patch.setattr(answer_module, "check_overall", lambda *_args, **_kwargs: None)
        yield


ONE_OF_THREE = Question("?", ("甲", "乙", "丙"), 1, 1)
UP_TO_TWO = Question("?", ("甲", "乙", "丙"), 0, 2)
UP_TO_TWO_OR_BLANK = Question("?", ("甲", "乙", "丙"), 1, 2, blank=True)


def test_the_forger_can_make_an_honest_ballot() -> None:
    for question, values in (
        (ONE_OF_THREE, [0, 1, 0]),
        (UP_TO_TWO, [1, 0, 1]),
        (UP_TO_TWO_OR_BLANK, [0, 1, 0, 0]),
        (UP_TO_TWO_OR_BLANK, [1, 0, 0, 0]),
    ):
        forger = Forger(question, values)
        verify_ballot(forger.election, forger.ballot())


@pytest.mark.parametrize(
    ("question", "values", "code", "place"),
    [
        # Two votes for one person, within the total that is allowed.
        (UP_TO_TWO, [2, 0, 0], "individual-proof", "individual_proofs[0]"),
        (UP_TO_TWO_OR_BLANK, [0, 0, 2, 0], "individual-proof", "individual_proofs[2]"),
        # More people than allowed, one vote each.
        (UP_TO_TWO, [1, 1, 1], "overall-proof", "overall_proof"),
        (ONE_OF_THREE, [1, 1, 0], "overall-proof", "overall_proof"),
        (UP_TO_TWO_OR_BLANK, [0, 1, 1, 1], "overall-proof", "overall_proof"),
        # Blank, and yet a vote.
        (UP_TO_TWO_OR_BLANK, [1, 1, 0, 0], "blank-proof", "blank_proof"),
        (UP_TO_TWO_OR_BLANK, [1, 1, 1, 1], "blank-proof", "blank_proof"),
    ],
)
def test_answers_that_break_a_rule(
    question: Question, values: list[int], code: str, place: str
) -> None:
    forger = Forger(question, values)
    forged = forger.ballot()

    refused(forger.election, forged, code, f"answers[0].{place}")
    with without(code):
        verify_ballot(forger.election, forged)


def test_negative_votes() -> None:
    # A vote of -1 for a rival and 2 for a friend: the total of 1 is allowed.
    forger = Forger(ONE_OF_THREE, [0, 0, 0])
    r = [opening.r for opening in forger.openings]
    order = forger.group.order
    forger.openings = [Opening(order - 1, r[0]), Opening(2, r[1]), Opening(0, r[2])]
    y = forger.election.public_key
    group = forger.group
    up, down = group.base_power(2), group.inverse(group.generator)
    plain = [encrypt(group, y, 0, each) for each in r]
    forger.choices = (
        replace(plain[0], beta=group.multiply(plain[0].beta, down)),
        replace(plain[1], beta=group.multiply(plain[1].beta, up)),
        plain[2],
    )
    texts = ",".join(choice.to_text(group) for choice in forger.choices)
    forger.whole = f"{forger.statement}|{texts}"
    total = Opening(1, sum(r) % order)
    forger.total = lambda: (encrypt(group, y, 1, total.r), total)  # type: ignore[method-assign]
    forged = forger.ballot()

    refused(forger.election, forged, "individual-proof", "answers[0].individual_proofs[0]")
    with without("individual-proof"):
        verify_ballot(forger.election, forged)

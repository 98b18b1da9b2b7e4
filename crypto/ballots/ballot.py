"""Ballots (sections 4.14 and 4.15): prepared, shown by their fingerprint, then signed.

The fingerprint is the hash of the ballot without its signature (Belenios'
`signature.hash`). Everything it covers follows from a 32-byte seed, the
choices and the public credential; so a voter who doubts the kiosk can have the
same ballot made again elsewhere, before anything is signed. Only a signed ballot
can be cast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from crypto.ballots.answer_kinds import AnyAnswer, answer_check, encrypt_answer, read_answer
from crypto.ballots.ballot_signature import (
    FIELDS,
    read_signature,
    signature_check,
    unsigned_part,
)
from crypto.ballots.ballot_size import max_ballot_bytes
from crypto.ballots.choices import Choices, check_choices_of, choices_text
from crypto.canonical import dumps, loads, sha256_b64
from crypto.election.election import Election, check_uuid
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness, SeededRandomness, SystemRandomness
from crypto.json_values import JSON, array, base64_hash, fields, item, texts_in
from crypto.place import Where
from crypto.proofs.checks import Check, run, together
from crypto.proofs.schnorr import Proof, prove_knowledge

__all__ = [
    "Ballot",
    "Choices",
    "UnsignedBallot",
    "answers_check",
    "ballot_check",
    "ballot_elements",
    "ballot_of",
    "max_ballot_bytes",
    "parse_ballot",
    "prepare_ballot",
    "sign_ballot",
    "unsigned_part",
    "verify_ballot",
]


@dataclass(frozen=True, slots=True)
class UnsignedBallot:
    """A ballot that only lacks its signature, and so cannot be cast."""

    election: Election
    credential: Element
    answers: tuple[AnyAnswer, ...] = field(repr=False)
    fingerprint: str
    """Unpadded base64 SHA-256 of the ballot without its signature."""

    def to_json(self) -> str:
        """The canonical JSON that the fingerprint is the hash of."""
        election = self.election
        return _unsigned_json(
            election.group, election.uuid, election.fingerprint, self.credential, self.answers
        )


@dataclass(frozen=True, slots=True)
class Ballot:
    """A signed ballot, as cast and as it stands in the record."""

    group: Group
    election_uuid: str
    election_hash: str
    credential: Element
    answers: tuple[AnyAnswer, ...] = field(repr=False)
    fingerprint: str
    """`signature.hash`: what the signature signs."""
    signature: Proof

    def unsigned_json(self) -> str:
        """The canonical JSON of the ballot without its signature."""
        return _unsigned_json(
            self.group, self.election_uuid, self.election_hash, self.credential, self.answers
        )

    def to_json(self) -> str:
        """The canonical JSON of the ballot."""
        signature = dumps({"hash": self.fingerprint, "proof": self.signature.to_json()})
        return f'{self.unsigned_json()[:-1]},"signature":{signature}}}'

    @property
    def tracker(self) -> str:
        """Belenios' smart ballot tracker: the hash of the whole ballot."""
        return sha256_b64(self.to_json())


def prepare_ballot(
    election: Election,
    credential: Element,
    choices: Choices,
    seed: bytes,
    before_answer: Callable[[], None] = lambda: None,
) -> UnsignedBallot:
    """Encrypt `choices` for the holder of `credential` (public), all from `seed`.

    `seed` is 32 fresh random bytes and as secret as the choices. Election,
    credential and choices enter the derivation too: the same seed used again for
    other choices reveals nothing. `before_answer` is called before each answer
    is made; what it raises stops the making. Raises `ParseError` (`choices-…`)
    when a rule of the paper is broken.
    """
    group = election.group
    check_choices_of(election, choices)
    if credential == group.identity:
        raise ParseError("element-identity", "a credential is not the identity", where="credential")
    statement = _statement(group, election.fingerprint, credential)
    chosen = choices_text(election, choices)
    randomness = SeededRandomness(seed, f"ballot|{statement}|{chosen}")

    def answered() -> Iterator[AnyAnswer]:
        for question, values in zip(election.questions, choices, strict=True):
            before_answer()
            yield encrypt_answer(
                group, election.public_key, question, statement, values, randomness
            )

    answers = tuple(answered())
    text = _unsigned_json(group, election.uuid, election.fingerprint, credential, answers)
    return UnsignedBallot(election, credential, answers, sha256_b64(text))


def sign_ballot(
    unsigned: UnsignedBallot, secret_exponent: int, randomness: Randomness | None = None
) -> Ballot:
    """Sign a prepared ballot with the secret exponent of its credential.

    What is signed is the fingerprint that was shown: raises `ProofError`
    (`ballot-altered`) when it is not that of the ballot at hand, and
    (`credential-mismatch`) when the exponent is not the credential's.
    """
    election = unsigned.election
    group = election.group
    if sha256_b64(unsigned.to_json()) != unsigned.fingerprint:
        raise ProofError("ballot-altered", "the ballot is not the one that was prepared")
    if group.base_power(secret_exponent) != unsigned.credential:
        raise ProofError("credential-mismatch", "the ballot was prepared for another credential")
    signature = prove_knowledge(
        group,
        secret_exponent,
        lambda A: f"sig|{unsigned.fingerprint}|{A}",
        randomness or SystemRandomness(),
    )
    return Ballot(
        group=group,
        election_uuid=election.uuid,
        election_hash=election.fingerprint,
        credential=unsigned.credential,
        answers=unsigned.answers,
        fingerprint=unsigned.fingerprint,
        signature=signature,
    )


def parse_ballot(election: Election, data: bytes | str, *, where: Where = "") -> Ballot:
    """Read a ballot of `election` from its canonical JSON; nothing is verified yet.

    Raises `ParseError` unless the ballot has exactly the parts that the
    election's questions ask for, each canonical and in the group.
    """
    value = loads(data, limit=max_ballot_bytes(election), where=where)
    try:
        return ballot_of(election, value)
    except ParseError as error:
        raise error.at(where) from None


def ballot_elements(value: JSON) -> list[str]:
    """What may be elements in what `loads` made of a ballot's text: for `Group.expecting`."""
    if not isinstance(value, dict):
        return []
    answers = value.get("answers")
    listed = answers if isinstance(answers, list) else []
    choices = [answer.get("choices", []) for answer in listed if isinstance(answer, dict)]
    return texts_in([value.get("credential", []), choices])


def verify_ballot(election: Election, ballot: Ballot) -> None:
    """Run the `ballot_check` of one ballot; raises what it refuses."""
    run(election.group, ballot_check(election, ballot))


def ballot_check(election: Election, ballot: Ballot, unsigned: bytes | None = None) -> Check:
    """The check that `ballot` is a well-formed ballot of `election`, signed by its credential.

    `unsigned` is the ballot's text without its signature (`unsigned_part`), where it is at hand.
    Refuses with `ProofError`: `ballot-election` (uuid or fingerprint of another
    election), `ballot-hash`, `ballot-signature`, or the code of the proof
    that fails. Whether the credential may vote is for the caller to ask.
    """
    group = election.group
    if ballot.group is not group or len(ballot.answers) != len(election.questions):
        raise ProofError("ballot-election", "the ballot was read for another election")
    if ballot.election_uuid != election.uuid:
        raise ProofError("ballot-election", "the uuid of another election", where="election_uuid")
    if ballot.election_hash != election.fingerprint:
        raise ProofError(
            "ballot-election", "the fingerprint of another election", where="election_hash"
        )
    hashed = ballot.unsigned_json() if unsigned is None else unsigned
    signature = signature_check(
        group, hashed, ballot.credential, ballot.fingerprint, ballot.signature
    )
    yield from together((signature, answers_check(election, ballot)))


def answers_check(election: Election, ballot: Ballot) -> Check:
    """The part of `ballot_check` that is about the answers alone."""
    group = election.group
    group.expect_powers_of(election.public_key)
    statement = _statement(group, election.fingerprint, ballot.credential)
    answers = (
        answer_check(group, election.public_key, question, statement, answer)
        for question, answer in zip(election.questions, ballot.answers, strict=True)
    )
    yield from together(answers, array="answers")


def ballot_of(election: Election, value: JSON) -> Ballot:
    """Read a ballot of `election` from what `loads` made of its text.

    Raises `ParseError` as `parse_ballot` does.
    """
    group = election.group
    found = fields(value, FIELDS)
    fingerprint, signature = read_signature(group, found["signature"])
    length = len(election.questions)
    answers = array(found["answers"], "answers", least=length, most=length)
    return Ballot(
        group=group,
        election_uuid=check_uuid(found["election_uuid"], "election_uuid"),
        election_hash=base64_hash(found["election_hash"], "election_hash"),
        fingerprint=fingerprint,
        signature=signature,
        credential=group.decode_nonidentity(found["credential"], "credential"),
        answers=tuple(
            read_answer(group, question, answer, item("answers", index))
            for index, (question, answer) in enumerate(
                zip(election.questions, answers, strict=True)
            )
        ),
    )


def _statement(group: Group, fingerprint: str, credential: Element) -> str:
    """S0 of section 4.11: what every proof of a ballot is bound to."""
    return f"{fingerprint}|{group.encode(credential)}"


def _unsigned_json(
    group: Group, uuid: str, fingerprint: str, credential: Element, answers: Sequence[AnyAnswer]
) -> str:
    return dumps(
        {
            "election_uuid": uuid,
            "election_hash": fingerprint,
            "credential": group.encode(credential),
            "answers": [answer.to_json(group) for answer in answers],
        }
    )

"""What cheating tellers make: false factors with proofs that version 1 accepts.

The proof's hash leaves out α and the factor F. With A = g^w and any B, the challenge c = H(A, B) is
fixed before either is; the verifier's equation B = α^r F^c with r = w − xc then holds for
F = α^x · D as soon as B = α^w · D^c. Whoever still chooses α afterwards, or does not mind which D
it becomes, proves a false factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crypto.ballots.answer_kinds import encrypt_answer
from crypto.ballots.ballot import Choices, prepare_ballot, sign_ballot
from crypto.canonical import sha256_b64, sha256_hex
from crypto.election.credential import public_credential, secret_exponent
from crypto.election.election import Election
from crypto.election.shape import flat
from crypto.groups.group import Element, Group
from crypto.groups.randomness import SystemRandomness
from crypto.opening.decryption import PartialDecryption, partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.proofs.bound import prove_bound
from crypto.proofs.schnorr import Proof
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from crypto.trustees.act import act_message, sign_act
from crypto.trustees.teller_keys import derive_keys
from tally.folder.acts import Act
from tally.verify.record.opening import bound_context
from tests.tally.small_hall import Hall


@dataclass
class Forced:
    """Randomness whose first draws were chosen by the cheat (None: drawn honestly)."""

    first: list[int | None] = field(default_factory=list)

    def scalar(self, group: Group) -> int:
        forced = self.first.pop(0) if self.first else None
        return group.random_scalar() if forced is None else forced


@dataclass(frozen=True)
class Promise:
    """A proof made before its ciphertext: α must still become `before` · g^(what `fit` says)."""

    election: Election
    w: int
    b: int
    proof: Proof
    shift: int
    """F will be α^x · g^-shift."""

    @property
    def fit(self) -> int:
        """The randomness that makes the proof hold."""
        q = self.election.group.order
        return (self.b + self.shift * self.proof.challenge) * pow(self.w, -1, q) % q


def promise(election: Election, secret: int, key: Element, before: Element, shift: int) -> Promise:
    group = election.group
    w, b = group.random_scalar(), group.random_scalar()
    B = group.multiply(group.power(before, w), group.base_power(b))
    c = _challenge(election, key, group.base_power(w), B)
    return Promise(election, w, b, Proof(c, group.response(w, secret, c)), shift)


def garbage(election: Election, secret: int, key: Element, alpha: Element) -> tuple[Element, Proof]:
    """Some false factor for α with an accepted proof: any teller can make one, alone."""
    group = election.group
    w, B = group.random_scalar(), group.base_power(group.random_scalar())
    c = _challenge(election, key, group.base_power(w), B)
    r = group.response(w, secret, c)
    root = pow(c, -1, group.order)
    return group.power(group.divide(B, group.power(alpha, r)), root), Proof(c, r)


def _challenge(election: Election, key: Element, A: Element, B: Element) -> int:
    encode = election.group.encode
    return election.group.hash_to_scalar(
        f"decrypt|{election.fingerprint}|{encode(key)}|{encode(A)},{encode(B)}"
    )


def with_factors(
    share: PartialDecryption, question: int, cells: dict[int, tuple[Element, Proof]]
) -> PartialDecryption:
    """The share with other factors and proofs for some ciphertexts of a question."""
    factors, proofs = list(share.factors), list(share.proofs)
    row, of_row = list(factors[question]), list(proofs[question])
    for place, (factor, proof) in cells.items():
        row[place], of_row[place] = factor, proof
    factors[question], proofs[question] = tuple(row), tuple(of_row)
    return replace(share, factors=tuple(factors), proofs=tuple(proofs))


def forced_ballot(
    hall: Hall, box: str, slip: int, choices: Choices, forced: Sequence[int | None]
) -> bytes:
    """A ballot of one question, valid in every proof, whose first draws are `forced`."""
    election = hall.elections[box]
    group = election.group
    private = hall.slips[box].private_credentials[slip]
    public = public_credential(group, election.uuid, private)
    prepared = prepare_ballot(election, public, choices, b"\0" * 32)
    statement = f"{election.fingerprint}|{group.encode(public)}"
    (question,) = election.questions
    answer = encrypt_answer(
        group, election.public_key, question, statement, choices[0], Forced(list(forced))
    )
    unsigned = replace(prepared, answers=(answer,))
    unsigned = replace(unsigned, fingerprint=sha256_b64(unsigned.to_json()))
    secret = secret_exponent(group, election.uuid, private)
    return sign_ballot(unsigned, secret, SystemRandomness()).to_json().encode()


def secret_of(hall: Hall, teller: int) -> int:
    secret = hall.key(teller).key.decryption_key
    assert secret is not None
    return secret


def honest_share(
    hall: Hall, election: Election, tally: EncryptedTally, teller: int
) -> PartialDecryption:
    key = hall.trustees.owner(teller).public_key
    return partial_decryption(election, tally, secret_of(hall, teller), key)


def act_for(
    hall: Hall, data: bytes, tally: EncryptedTally, teller: int, share: PartialDecryption
) -> Act:
    """The best that a teller can put beside a share that goes after `data`: all really signed."""
    record = read_record(data)
    election = Election.parse(record.election_bytes)
    payload = sha256_hex(share.to_json())
    bound = prove_bound(
        bound_context(record, election, hall.trustees, teller),
        tally.ciphertexts,
        flat(share.factors),
        secret_of(hall, teller),
    )
    signing = derive_keys(election.group, hall.key(teller).key.seed).signing
    message = act_message(record.setup_hash, record.head.hash, teller, payload)
    return Act(teller, payload, bound, sign_act(election.group, signing, message))


def with_shares(
    hall: Hall, data: bytes, tally: EncryptedTally, shares: dict[int, PartialDecryption]
) -> tuple[bytes, tuple[Act, ...]]:
    """The record with these shares at its end, and their acts."""
    acts = []
    for teller, share in shares.items():
        acts.append(act_for(hall, data, tally, teller, share))
        builder = RecordBuilder.after(read_record(data))
        data += builder.add_partial_decryption(teller, share.to_json().encode()).appended_bytes()
    return data, tuple(acts)

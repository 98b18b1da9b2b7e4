"""The encrypted answer to one question whose answers are opened singly (section 4.11.2).

One ciphertext of the whole vector, with a proof that its maker knows its
randomness, so that nobody can submit a copy of another voter's. The proof says
nothing about what is encrypted: that shows when it is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError
from crypto.groups.elgamal import Ciphertext
from crypto.groups.embedding import embed
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness
from crypto.json_values import JSON, fields, join
from crypto.place import Where
from crypto.proofs.checks import Check
from crypto.proofs.schnorr import Proof, knowledge_check, prove_knowledge


@dataclass(frozen=True, slots=True)
class SingleAnswer:
    """A ciphertext and the proof that its randomness is known."""

    ciphertext: Ciphertext
    proof: Proof

    @property
    def choices(self) -> tuple[Ciphertext, ...]:
        """All ciphertexts of the answer, of which there is one."""
        return (self.ciphertext,)

    @classmethod
    def from_json(
        cls, group: Group, _question: SingleQuestion, value: JSON, where: Where = ""
    ) -> Self:
        """Read `{"choices":{"alpha","beta"},"proof"}`; raises `ParseError`."""
        found = fields(value, ("choices", "proof"), where=where)
        proof = Proof.from_json(group, found["proof"], join(where, "proof"))
        return cls(Ciphertext.from_json(group, found["choices"], join(where, "choices")), proof)

    def to_json(self, group: Group) -> dict[str, JSON]:
        """The answer as it stands in a ballot."""
        return {"choices": self.ciphertext.to_json(group), "proof": self.proof.to_json()}


def check_single_choices(
    group: Group, question: SingleQuestion, values: Sequence[int], where: Where = ""
) -> None:
    """Check that `values` answer `question` and can be encoded.

    Raises `ParseError` (`choices-length` or `choices-value`), whose text
    never says what was chosen.
    """
    question.check_homomorphic_choices(values, where)
    try:
        embed(group, values, where)
    except ParseError as error:
        raise ParseError("choices-value", error.detail, where=where) from None


def encrypt_single_answer(
    group: Group,
    public_key: Element,
    _question: SingleQuestion,
    statement: str,
    values: Sequence[int],
    randomness: Randomness,
) -> SingleAnswer:
    """Encrypt `values`, which `check_single_choices` accepts.

    `statement` is S: `fingerprint|public credential`.
    """
    r = randomness.scalar(group)
    beta = group.multiply(group.power(public_key, r), embed(group, values))
    ciphertext = Ciphertext(group.base_power(r), beta)
    hash_text = _hash_text(group, public_key, statement, ciphertext)
    return SingleAnswer(ciphertext, prove_knowledge(group, r, hash_text, randomness))


def single_answer_check(
    group: Group, public_key: Element, statement: str, answer: SingleAnswer
) -> Check:
    """The check of the proof of `answer`; refuses with `single-answer-proof`."""
    return knowledge_check(
        group,
        answer.ciphertext.alpha,
        answer.proof,
        _hash_text(group, public_key, statement, answer.ciphertext),
        code="single-answer-proof",
        where="proof",
    )


def _hash_text(
    group: Group, public_key: Element, statement: str, ciphertext: Ciphertext
) -> Callable[[str], str]:
    """`raweg|S|y,α,β|A` as a function of A."""
    prefix = f"raweg|{statement}|{group.encode(public_key)},{ciphertext.to_text(group)}"
    return lambda A: f"{prefix}|{A}"

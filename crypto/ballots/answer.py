"""The encrypted answer to one homomorphic question (section 4.11.1).

One ciphertext per answer, 1 if it is chosen and 0 if not, each with a proof that
it is one of the two; an overall proof that the right number was chosen; and,
where the question allows blank, a leading ciphertext that says whether the vote
is blank, with the two proofs of section 4.13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce
from typing import Self

from crypto.election.question import Question
from crypto.errors import ParseError
from crypto.groups.elgamal import Ciphertext, add, encrypt, neutral, sum_terms
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness
from crypto.json_values import JSON, array, fields, join, read_each
from crypto.place import Where
from crypto.proofs.blank import blank_check, overall_check, prove_blank, prove_overall
from crypto.proofs.checks import Check, together
from crypto.proofs.disjunction import Witness
from crypto.proofs.interval import BIT, interval_check, prove_interval
from crypto.proofs.schnorr import Proof


@dataclass(frozen=True, slots=True)
class Answer:
    """Ciphertexts and proofs; `blank_proof` is there exactly when blank is allowed."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[tuple[Proof, ...], ...]
    overall_proof: tuple[Proof, ...]
    blank_proof: tuple[Proof, ...] | None

    @classmethod
    def from_json(cls, group: Group, question: Question, value: JSON, where: Where = "") -> Self:
        """Read the answer to `question`; raises `ParseError`.

        The number of ciphertexts and of proofs must be that of the question, with
        the blank slot and the blank proof exactly where the question allows blank.
        """
        names = ("choices", "individual_proofs", "overall_proof")
        found = fields(value, (*names, "blank_proof") if question.blank else names, where=where)
        length = question.choices_length
        at_choices = join(where, "choices")
        at_proofs = join(where, "individual_proofs")
        # Lengths first, scalars next: checking that points are in the group is the dear part.
        choices = array(found["choices"], at_choices, least=length, most=length)
        individual = array(found["individual_proofs"], at_proofs, least=length, most=length)
        overall = _proofs(
            group, found["overall_proof"], question.overall_length, join(where, "overall_proof")
        )
        blank = None
        if question.blank:
            blank = _proofs(group, found["blank_proof"], 2, join(where, "blank_proof"))
        return cls(
            individual_proofs=read_each(
                individual, lambda proofs: _proofs(group, proofs, len(BIT)), at_proofs
            ),
            choices=read_each(choices, partial(Ciphertext.from_json, group), at_choices),
            overall_proof=overall,
            blank_proof=blank,
        )

    def to_json(self, group: Group) -> dict[str, JSON]:
        """The answer as it stands in a ballot."""
        value: dict[str, JSON] = {
            "choices": [choice.to_json(group) for choice in self.choices],
            "individual_proofs": [_to_json(proofs) for proofs in self.individual_proofs],
            "overall_proof": _to_json(self.overall_proof),
        }
        if self.blank_proof is not None:
            value["blank_proof"] = _to_json(self.blank_proof)
        return value


def check_homomorphic_choices(question: Question, values: Sequence[int], where: Where = "") -> None:
    """Check that `values` answers `question`, blank slot first where it allows blank.

    Raises `ParseError` (`choices-length`, `choices-value`, `choices-blank`
    or `choices-total`), whose text never says what was chosen.
    """
    if len(values) != question.choices_length:
        raise ParseError(
            "choices-length", f"expected {question.choices_length} values", where=where
        )
    if any(type(value) is not int or value not in BIT for value in values):
        raise ParseError("choices-value", "every value must be 0 or 1", where=where)
    blank, chosen = (values[0], sum(values[1:])) if question.blank else (0, sum(values))
    if blank:
        if chosen:
            raise ParseError("choices-blank", "a blank vote chooses nothing else", where=where)
    elif chosen not in question.interval:
        raise ParseError(
            "choices-total",
            f"expected {question.minimum} to {question.maximum} chosen answers",
            where=where,
        )


def encrypt_homomorphic_answer(
    group: Group,
    public_key: Element,
    question: Question,
    statement: str,
    values: Sequence[int],
    randomness: Randomness,
) -> Answer:
    """Encrypt `values`, which `check_homomorphic_choices` accepts, and prove them well-formed.

    `statement` is S0: `fingerprint|public credential`.
    """
    witnesses = [Witness(value, randomness.scalar(group)) for value in values]
    choices = tuple(encrypt(group, public_key, o.message, o.r) for o in witnesses)
    individual = tuple(
        prove_interval(group, public_key, statement, choice, witness, BIT, randomness)
        for choice, witness in zip(choices, witnesses, strict=True)
    )
    whole = _whole_statement(group, statement, choices)
    if not question.blank:
        total = prove_interval(
            group,
            public_key,
            whole,
            _sum(group, choices),
            _sum_witness(group, witnesses),
            question.interval,
            randomness,
        )
        return Answer(choices, individual, total, None)
    first, rest = witnesses[0], _sum_witness(group, witnesses[1:])
    blank = prove_blank(group, public_key, whole, first, rest, randomness)
    overall = prove_overall(group, public_key, whole, first, rest, question.interval, randomness)
    return Answer(choices, individual, overall, blank)


def homomorphic_answer_check(
    group: Group, public_key: Element, question: Question, statement: str, answer: Answer
) -> Check:
    """The check of every proof of `answer`.

    Refuses with `individual-proof`, `overall-proof` or `blank-proof`.
    """
    pairs = zip(answer.choices, answer.individual_proofs, strict=True)
    individual = (
        interval_check(group, public_key, statement, choice, BIT, proofs, code="individual-proof")
        for choice, proofs in pairs
    )
    return together(
        (
            together(individual, array="individual_proofs"),
            _total_check(group, public_key, question, statement, answer),
        )
    )


def _total_check(
    group: Group, public_key: Element, question: Question, statement: str, answer: Answer
) -> Check:
    """The check of what is proved of the answers together."""
    whole = _whole_statement(group, statement, answer.choices)
    interval, overall, at_overall = question.interval, answer.overall_proof, "overall_proof"
    first, rest = answer.choices[0], answer.choices[1 if question.blank else 0 :]
    total = Ciphertext(*(yield sum_terms((choice, 1) for choice in rest)))
    if answer.blank_proof is None:
        yield from interval_check(
            group,
            public_key,
            whole,
            total,
            interval,
            overall,
            code="overall-proof",
            where=at_overall,
        )
        return
    blank, at_blank = answer.blank_proof, "blank_proof"
    yield from together(
        (
            blank_check(group, public_key, whole, first, total, blank, where=at_blank),
            overall_check(
                group, public_key, whole, first, total, interval, overall, where=at_overall
            ),
        )
    )


def _whole_statement(group: Group, statement: str, choices: Sequence[Ciphertext]) -> str:
    return f"{statement}|{','.join(choice.to_text(group) for choice in choices)}"


def _sum(group: Group, choices: Sequence[Ciphertext]) -> Ciphertext:
    return reduce(lambda a, b: add(group, a, b), choices, neutral(group))


def _sum_witness(group: Group, witnesses: Sequence[Witness]) -> Witness:
    return Witness(
        sum(witness.message for witness in witnesses),
        reduce(group.scalar_add, (witness.r for witness in witnesses), 0),
    )


def _proofs(group: Group, value: JSON, length: int, where: Where = "") -> tuple[Proof, ...]:
    cells = array(value, where, least=length, most=length)
    return read_each(cells, partial(Proof.from_json, group), where)


def _to_json(proofs: Sequence[Proof]) -> list[JSON]:
    return [proof.to_json() for proof in proofs]

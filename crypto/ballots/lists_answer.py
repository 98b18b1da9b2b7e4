"""The encrypted answer to a question with lists of candidates (Belenios 3.x), to be verified.

Per list, a ciphertext for the list itself and one for each of its candidates,
all of 0 or 1. With S = `fp|credential` for the proofs of single ciphertexts, and
S followed by `|α,β,…` of all ciphertexts for the others, it is proved that

- exactly one list is chosen (`overall_proof`, like that of section 4.12);
- of each list, that it is chosen or none of its candidates is (`list_proofs`, a
  disjunction like those of section 4.13 with the prefix `lproof`);
- at least one candidate is chosen (`nonzero_proof`, `crypto.proofs.nonzero`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Self

from crypto.election.lists_question import ListsQuestion
from crypto.groups.elgamal import Ciphertext, pairs_of, sum_terms
from crypto.groups.group import Element, Group
from crypto.json_values import JSON, array, fields, item, join, read_each
from crypto.place import Where
from crypto.proofs.checks import Check, together
from crypto.proofs.disjunction import Claim, disjunction_check
from crypto.proofs.interval import BIT, interval_check
from crypto.proofs.nonzero import NonzeroProof, nonzero_check
from crypto.proofs.schnorr import Proof

_NAMES = ("choices", "individual_proofs", "overall_proof", "list_proofs", "nonzero_proof")
_ONE = range(1, 2)


@dataclass(frozen=True, slots=True)
class ListsAnswer:
    """Ciphertexts and proofs, list by list."""

    lists: tuple[tuple[Ciphertext, ...], ...]
    individual_proofs: tuple[tuple[tuple[Proof, ...], ...], ...]
    overall_proof: Proof
    list_proofs: tuple[tuple[Proof, ...], ...]
    nonzero_proof: NonzeroProof

    @property
    def choices(self) -> tuple[Ciphertext, ...]:
        """All ciphertexts of the answer, list after list."""
        return tuple(choice for choices in self.lists for choice in choices)

    @classmethod
    def from_json(
        cls, group: Group, question: ListsQuestion, value: JSON, where: Where = ""
    ) -> Self:
        """Read the answer to `question`; raises `ParseError`."""
        found = fields(value, _NAMES, where=where)
        at_choices, at_proofs = join(where, "choices"), join(where, "individual_proofs")
        at_lists = join(where, "list_proofs")
        choices = _rows(found["choices"], question.lengths, at_choices)
        individual = _rows(found["individual_proofs"], question.lengths, at_proofs)
        proofs = array(
            found["list_proofs"], at_lists, least=len(question.lists), most=len(question.lists)
        )
        return cls(
            lists=read_each(
                choices,
                lambda row: read_each(row, partial(Ciphertext.from_json, group)),
                at_choices,
            ),
            individual_proofs=read_each(
                individual, lambda row: read_each(row, partial(_pair, group)), at_proofs
            ),
            overall_proof=Proof.from_json(
                group, found["overall_proof"], join(where, "overall_proof")
            ),
            list_proofs=read_each(proofs, partial(_pair, group), at_lists),
            nonzero_proof=NonzeroProof.from_json(
                group, found["nonzero_proof"], join(where, "nonzero_proof")
            ),
        )

    def to_json(self, group: Group) -> dict[str, JSON]:
        """The answer as it stands in a ballot."""
        return {
            "choices": [[choice.to_json(group) for choice in row] for row in self.lists],
            "individual_proofs": [
                [[proof.to_json() for proof in pair] for pair in row]
                for row in self.individual_proofs
            ],
            "overall_proof": self.overall_proof.to_json(),
            "list_proofs": [[proof.to_json() for proof in pair] for pair in self.list_proofs],
            "nonzero_proof": self.nonzero_proof.to_json(group),
        }


def lists_answer_check(
    group: Group, public_key: Element, statement: str, answer: ListsAnswer
) -> Check:
    """The check of every proof of `answer`.

    Refuses with `individual-proof`, `overall-proof`, `list-proof` or `nonzero-proof`.
    """
    return together(
        (
            _individual_check(group, public_key, statement, answer),
            _whole_check(group, public_key, statement, answer),
        )
    )


def _individual_check(
    group: Group, public_key: Element, statement: str, answer: ListsAnswer
) -> Check:
    """The check that every ciphertext is one of 0 or 1."""

    def bit_check(choice: Ciphertext, proofs: tuple[Proof, ...]) -> Check:
        code = "individual-proof"
        return interval_check(group, public_key, statement, choice, BIT, proofs, code=code)

    rows = zip(answer.lists, answer.individual_proofs, strict=True)
    return together(
        (together(map(bit_check, *row), array="") for row in rows), array="individual_proofs"
    )


def _whole_check(group: Group, public_key: Element, statement: str, answer: ListsAnswer) -> Check:
    """The check of what is proved of several ciphertexts at once."""
    whole = f"{statement}|{','.join(choice.to_text(group) for choice in answer.choices)}"
    firsts = [choices[0] for choices in answer.lists]
    candidates = [choices[1:] for choices in answer.lists]
    sums = [firsts, *candidates, [choice for row in candidates for choice in row]]
    products = yield [terms for row in sums for terms in sum_terms((each, 1) for each in row)]
    chosen, *of_candidates, total = pairs_of(products)
    lists = (
        disjunction_check(
            group,
            public_key,
            f"lproof|{whole}",
            [Claim(first, 1), Claim(of_list, 0)],
            proofs,
            code="list-proof",
        )
        for first, of_list, proofs in zip(firsts, of_candidates, answer.list_proofs, strict=True)
    )
    overall = interval_check(
        group,
        public_key,
        whole,
        chosen,
        _ONE,
        (answer.overall_proof,),
        code="overall-proof",
        where="overall_proof",
    )
    nonzero = nonzero_check(
        group, public_key, whole, total, answer.nonzero_proof, where="nonzero_proof"
    )
    yield from together((overall, together(lists, array="list_proofs"), nonzero))


def _rows(value: JSON, lengths: tuple[int, ...], where: Where) -> list[list[JSON]]:
    rows = array(value, where, least=len(lengths), most=len(lengths))
    return [
        array(row, item(where, i), least=length, most=length)
        for i, (row, length) in enumerate(zip(rows, lengths, strict=True))
    ]


def _pair(group: Group, value: JSON) -> tuple[Proof, ...]:
    return read_each(array(value, least=2, most=2), partial(Proof.from_json, group))

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

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Self

from crypto.election.lists_question import ListsQuestion
from crypto.groups.elgamal import Ciphertext, add, neutral
from crypto.groups.group import Element, Group
from crypto.json_values import JSON, array, fields, item, join
from crypto.place import Where
from crypto.proofs import disjunction
from crypto.proofs.disjunction import Claim
from crypto.proofs.interval import BIT, check_interval
from crypto.proofs.nonzero import NonzeroProof, check_nonzero
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
            lists=tuple(
                tuple(
                    Ciphertext.from_json(group, choice, item(item(at_choices, i), j))
                    for j, choice in enumerate(row)
                )
                for i, row in enumerate(choices)
            ),
            individual_proofs=tuple(
                tuple(_pair(group, pair, item(item(at_proofs, i), j)) for j, pair in enumerate(row))
                for i, row in enumerate(individual)
            ),
            overall_proof=Proof.from_json(
                group, found["overall_proof"], join(where, "overall_proof")
            ),
            list_proofs=tuple(
                _pair(group, pair, item(at_lists, i)) for i, pair in enumerate(proofs)
            ),
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


def check_lists_answer(
    group: Group,
    public_key: Element,
    statement: str,
    answer: ListsAnswer,
    *,
    where: Where = "",
) -> None:
    """Check every proof of `answer`.

    Raises `ProofError` (`individual-proof`, `overall-proof`, `list-proof`,
    `nonzero-proof`).
    """
    at_individual = join(where, "individual_proofs")
    for i, (choices, proofs) in enumerate(zip(answer.lists, answer.individual_proofs, strict=True)):
        for j, (choice, pair) in enumerate(zip(choices, proofs, strict=True)):
            place = item(item(at_individual, i), j)
            check_interval(
                group,
                public_key,
                statement,
                choice,
                BIT,
                pair,
                code="individual-proof",
                where=place,
            )
    whole = f"{statement}|{','.join(choice.to_text(group) for choice in answer.choices)}"
    check_interval(
        group,
        public_key,
        whole,
        _sum(group, (choices[0] for choices in answer.lists)),
        _ONE,
        (answer.overall_proof,),
        code="overall-proof",
        where=join(where, "overall_proof"),
    )
    of_candidates = [_sum(group, choices[1:]) for choices in answer.lists]
    for i, (choices, candidates) in enumerate(zip(answer.lists, of_candidates, strict=True)):
        disjunction.check(
            group,
            public_key,
            f"lproof|{whole}",
            [Claim(choices[0], 1), Claim(candidates, 0)],
            answer.list_proofs[i],
            code="list-proof",
            where=item(join(where, "list_proofs"), i),
        )
    place = join(where, "nonzero_proof")
    total = _sum(group, of_candidates)
    check_nonzero(group, public_key, whole, total, answer.nonzero_proof, where=place)


def _sum(group: Group, choices: Iterable[Ciphertext]) -> Ciphertext:
    return reduce(lambda a, b: add(group, a, b), choices, neutral(group))


def _rows(value: JSON, lengths: tuple[int, ...], where: Where) -> list[list[JSON]]:
    rows = array(value, where, least=len(lengths), most=len(lengths))
    return [
        array(row, item(where, i), least=length, most=length)
        for i, (row, length) in enumerate(zip(rows, lengths, strict=True))
    ]


def _pair(group: Group, value: JSON, where: Where) -> tuple[Proof, ...]:
    return tuple(
        Proof.from_json(group, proof, item(where, i))
        for i, proof in enumerate(array(value, where, least=2, most=2))
    )

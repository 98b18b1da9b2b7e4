"""Shuffles of a tally's single answers (section 4.17).

A teller re-encrypts and permutes the ciphertexts of each question with single
answers, question by question, and proves that nothing was dropped, added or
changed. As long as one of the shufflers keeps its permutation to itself, nobody
can tell which ballot an opened answer came from; so each must be another
teller's act (`crypto.trustees.act`), and how many there must be is the meeting's rule.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Self

from crypto.canonical import JSON, array, dumps, fields, item, join, loads
from crypto.election.election import Election
from crypto.election.shape import Shaped
from crypto.errors import ProofError, RecordError
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Group
from crypto.groups.parallel import MapParts, map_here
from crypto.groups.randomness import Randomness, SystemRandomness
from crypto.json_values import read_each, texts_in
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.place import Where
from crypto.shuffles.challenge import ShuffleStatement
from crypto.shuffles.checking import check_shuffle_proof
from crypto.shuffles.making import prove_shuffle
from crypto.shuffles.making import shuffle as shuffled_ciphertexts
from crypto.shuffles.proof import ShuffleProof

_ELEMENTS_PER_ANSWER = 5
_SCALARS_PER_ANSWER = 2
_SYNTAX_PER_ANSWER = 60
_FEW_ANSWERS = 8
"""What a proof holds beside its arrays is less than so many answers."""


@dataclass(frozen=True, slots=True)
class Shuffle:
    """The ciphertexts that come out and the proofs, one of each per question that is shuffled."""

    group: Group
    ciphertexts: Shaped[Ciphertext]
    proofs: tuple[ShuffleProof, ...]

    @classmethod
    def parse(
        cls, election: Election, data: bytes | str, *, single_answers: int, where: Where = ""
    ) -> Self:
        """Read a shuffle of `election` with `single_answers` ballots; raises ParseError."""
        group, count = election.group, len(election.single_questions)
        limit = _limit(group, count, single_answers)
        value = fields(
            loads(data, limit=limit, where=where), ("ciphertexts", "proofs"), where=where
        )
        at_rows, at_proofs = join(where, "ciphertexts"), join(where, "proofs")
        rows = array(value["ciphertexts"], at_rows, least=count, most=count)
        proofs = array(value["proofs"], at_proofs, least=count, most=count)
        with group.reading(texts_in(value)):
            return cls(
                group,
                tuple(
                    _ciphertexts(group, row, single_answers, item(at_rows, i))
                    for i, row in enumerate(rows)
                ),
                tuple(
                    ShuffleProof.from_json(group, proof, single_answers, item(at_proofs, i))
                    for i, proof in enumerate(proofs)
                ),
            )

    def to_json(self) -> str:
        """The canonical JSON text."""
        group = self.group
        return dumps(
            {
                "ciphertexts": [[each.to_json(group) for each in row] for row in self.ciphertexts],
                "proofs": [proof.to_json(group) for proof in self.proofs],
            }
        )


def make_shuffle(
    election: Election,
    tally: EncryptedTally,
    randomness: Randomness | None = None,
    *,
    fingerprint: str = "",
) -> Shuffle:
    """Shuffle the single answers of `tally`, which earlier shuffles may have shuffled already.

    `fingerprint` stands in the proof's hashes instead of the election's, where the answers of
    several boxes with the same questions are shuffled together. Raises RecordError
    `shuffle-nothing` when no question has single answers.
    """
    group, source = election.group, randomness or SystemRandomness()
    rows, proofs = [], []
    for before in _rows(election, tally):
        after, mixing = shuffled_ciphertexts(group, election.public_key, before, source)
        statement = ShuffleStatement(
            group, election.public_key, fingerprint or election.fingerprint, before, after
        )
        rows.append(after)
        proofs.append(prove_shuffle(statement, mixing, source))
    return Shuffle(group, tuple(rows), tuple(proofs))


def check_shuffle(
    election: Election,
    tally: EncryptedTally,
    shuffle: Shuffle,
    *,
    where: Where = "",
    fingerprint: str = "",
    map_parts: MapParts = map_here,
) -> None:
    """Check that `shuffle` is one of `tally`, the state before it; raises ProofError.

    `fingerprint` as in `make_shuffle`.

    `tally` must have been computed from the ballots and from the shuffles before this one,
    each of which was checked.
    """
    rows = _rows(election, tally)
    if not len(rows) == len(shuffle.ciphertexts) == len(shuffle.proofs):
        msg = f"{len(shuffle.ciphertexts)} questions are shuffled, expected {len(rows)}"
        raise ProofError("shuffle-length", msg, where=where)
    key, fingerprint = election.public_key, fingerprint or election.fingerprint
    triples = zip(rows, shuffle.ciphertexts, shuffle.proofs, strict=True)
    for i, (before, after, proof) in enumerate(triples):
        statement = ShuffleStatement(election.group, key, fingerprint, before, after)
        place = item(join(where, "proofs"), i)
        check_shuffle_proof(statement, proof, where=place, map_parts=map_parts)


def shuffled(election: Election, tally: EncryptedTally, shuffle: Shuffle) -> EncryptedTally:
    """`tally` with its single answers replaced by what came out of `shuffle`."""
    questions = list(tally.questions)
    pairs = zip(election.single_questions, shuffle.ciphertexts, strict=True)
    for number, row in pairs:
        questions[number] = row
    return replace(tally, questions=tuple(questions))


def _rows(election: Election, tally: EncryptedTally) -> Shaped[Ciphertext]:
    if not election.single_questions:
        msg = "no question of this election has single answers"
        raise RecordError("shuffle-nothing", msg)
    return tuple(tally.questions[number] for number in election.single_questions)


def _ciphertexts(group: Group, value: JSON, size: int, where: Where) -> tuple[Ciphertext, ...]:
    cells = array(value, where, least=size, most=size)
    return read_each(cells, partial(Ciphertext.from_json, group), where)


def _limit(group: Group, questions: int, single_answers: int) -> int:
    per_answer = _ELEMENTS_PER_ANSWER * group.longest_element + _SYNTAX_PER_ANSWER
    per_answer += _SCALARS_PER_ANSWER * group.longest_scalar
    return 100 + questions * (single_answers + _FEW_ANSWERS) * per_answer

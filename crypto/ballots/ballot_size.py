"""How long a ballot can get: the bound for requests, and the size that pool rows are padded to."""

from __future__ import annotations

from crypto.election.election import Election
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.election.single_question import SingleQuestion
from crypto.groups.group import Group


def max_ballot_bytes(election: Election) -> int:
    """The size of the largest canonical ballot of `election`, in bytes."""
    group = election.group
    answers = [_answer_size(group, question) for question in election.questions]
    hash_length = len(election.fingerprint)
    return (
        len('{"election_uuid":"","election_hash":"","credential":"","answers":')
        + len(election.uuid)
        + hash_length
        + group.longest_element
        + _array_size(len(answers), 0)
        + sum(answers)
        + len(',"signature":{"hash":"","proof":}}')
        + hash_length
        + _proof_size(group)
    )


def _answer_size(group: Group, question: AnyQuestion) -> int:
    proof = _proof_size(group)
    choice = len('{"alpha":"","beta":""}') + 2 * group.longest_element
    if isinstance(question, SingleQuestion):
        return len('{"choices":,"proof":}') + choice + proof
    pair = _array_size(2, proof)
    if isinstance(question, Question):
        length = question.choices_length
        size = len('{"choices":,"individual_proofs":,"overall_proof":}')
        size += _array_size(length, choice) + _array_size(length, pair)
        size += _array_size(question.overall_length, proof)
        return size + (len(',"blank_proof":') + pair if question.blank else 0)
    lists = len(question.lists)
    size = len('{"choices":,"individual_proofs":,"overall_proof":,"list_proofs":,')
    size += len('"nonzero_proof":{"commitment":"","challenge":"","response":["",""]}}')
    for cell in (choice, pair):
        size += _array_size(lists, 0) + sum(_array_size(n, cell) for n in question.lengths)
    size += proof + _array_size(lists, pair)
    return size + group.longest_element + 3 * group.longest_scalar


def _proof_size(group: Group) -> int:
    return len('{"challenge":"","response":""}') + 2 * group.longest_scalar


def _array_size(length: int, size: int) -> int:
    return len("[]") + length * size + max(0, length - 1)

"""How long a ballot can get: the bound for requests, and the size that pool rows are padded to."""

from __future__ import annotations

from crypto.election import Election


def max_ballot_bytes(election: Election) -> int:
    """Return the size of the largest canonical ballot of *election*, in bytes."""
    group = election.group
    proof = len('{"challenge":"","response":""}') + 2 * group.longest_scalar
    choice = len('{"alpha":"","beta":""}') + 2 * group.longest_element
    answers = []
    for question in election.questions:
        length = question.choices_length
        size = len('{"choices":,"individual_proofs":,"overall_proof":}')
        size += _array_size(length, choice) + _array_size(length, _array_size(2, proof))
        size += _array_size(question.overall_length, proof)
        if question.blank:
            size += len(',"blank_proof":') + _array_size(2, proof)
        answers.append(size)
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
        + proof
    )


def _array_size(length: int, size: int) -> int:
    return len("[]") + length * size + max(0, length - 1)

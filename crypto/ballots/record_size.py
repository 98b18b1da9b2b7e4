"""How large the record of a box can get, before there is a single ballot.

What is counted here is what `crypto.record.record_builder` writes: a bound for whoever has to know
in time that a record stays readable. Elements and scalars are taken at their longest, so the bound
lies a few percent above what honest programs write.
"""

from __future__ import annotations

from dataclasses import dataclass

from crypto.ballots.ballot_size import max_ballot_bytes
from crypto.election.election import Election
from crypto.election.shape import row_lengths
from crypto.election.single_question import SingleQuestion
from crypto.groups.group import Group
from crypto.record.archive import archive_header
from crypto.record.archive_member import BLOCK

_EVENT = 2 * BLOCK
"""An event with its header: its text fits into one block."""
_PAYLOAD = 3 * BLOCK
"""A payload with its header: its text fits into two blocks."""
_ADDED = _EVENT + _PAYLOAD
_HASH_DIGITS = 78
"""Of a SHA-256 as a decimal number, which the challenge of a single proof is."""
_QUOTED = 3
"""Quotation marks and a comma."""
_BRACKETS = 3
_FIXED_ELEMENTS, _FIXED_SCALARS = 5, 4
"""Of a shuffle's proof, once for each question."""
_INTEGER = 4
"""An integer from 0 to 255 with its comma."""


@dataclass(frozen=True, slots=True)
class Acts:
    """What the tellers add: how many are there, how many open together, how many shuffle."""

    tellers: int
    threshold: int
    shuffles: int


def max_record_bytes(election: Election, acts: Acts, *, credentials: int, ballots: int) -> int:
    """The size of the largest finished record of a box, in bytes."""
    group = election.group
    shuffles = acts.shuffles if election.single_questions else 0
    opened = max_decryption_bytes(election, ballots)
    return (
        len(archive_header(0))
        + _member(len(election.to_json().encode()) + group.longest_element)
        + _member(max_trustees_bytes(group, acts.tellers, acts.threshold))
        + _member(max_credentials_bytes(group, credentials))
        + ballots * max_sealed_bytes(election)
        + _member(_tally_bytes(election, ballots))
        + shuffles * (_member(max_shuffle_bytes(election, ballots)) + _ADDED)
        + acts.threshold * (_member(opened) + _ADDED)
        + _member(max_result_bytes(election, ballots))
        + 5 * _ADDED  # Setup, the end of ballots and of shuffles, the tally, the result
    )


def max_sealed_bytes(election: Election) -> int:
    """What one ballot adds to the record, at most: its text and its event."""
    return _member(max_ballot_bytes(election)) + _EVENT


def max_credentials_bytes(group: Group, credentials: int) -> int:
    """The size of the list of so many public credentials, at most."""
    return _BRACKETS + credentials * (group.longest_element + _QUOTED)


def max_trustees_bytes(group: Group, tellers: int, threshold: int) -> int:
    """The size of the public side of a key ceremony, at most."""
    element, proof = group.longest_element + 2 * _QUOTED, _proof(group)
    return 200 + tellers * (350 + 5 * proof + (3 + threshold) * element)


def max_shuffle_bytes(election: Election, ballots: int) -> int:
    """The size of one teller's shuffle of all single answers, at most."""
    element, scalar = election.group.longest_element + _QUOTED, election.group.longest_scalar
    answer = _ciphertext(election.group) + 3 * element + 2 * (scalar + _QUOTED)
    question = _FIXED_ELEMENTS * element + _FIXED_SCALARS * (scalar + _QUOTED) + 12 * _BRACKETS
    return 100 + len(election.single_questions) * (ballots * answer + question)


def max_factors_bytes(election: Election, ballots: int) -> int:
    """The size of one teller's decryption factors without proofs, at most."""
    return _shaped(election, ballots, election.group.longest_element + _QUOTED)


def max_decryption_bytes(election: Election, ballots: int) -> int:
    """The size of one teller's partial decryption, at most."""
    proofs = _shaped(election, ballots, _proof(election.group) + 1)
    return 100 + max_factors_bytes(election, ballots) + proofs


def max_result_bytes(election: Election, ballots: int) -> int:
    """The size of the result, at most."""
    size = 100 + _shaped(election, 0, len(str(ballots)) + 1)
    for question in election.questions:
        if isinstance(question, SingleQuestion):
            size += ballots * (_BRACKETS + _INTEGER * len(question.answers))
    return size


def _tally_bytes(election: Election, ballots: int) -> int:
    return _shaped(election, ballots, _ciphertext(election.group))


def _shaped(election: Election, ballots: int, cell: int) -> int:
    """The size of an array with a row for each question, and a cell for each choice or ballot."""
    rows = row_lengths(election, ballots)
    return _BRACKETS + sum(_BRACKETS + length * cell for length in rows)


def _ciphertext(group: Group) -> int:
    return len('{"alpha":"","beta":""},') + 2 * group.longest_element


def _proof(group: Group) -> int:
    challenge = min(_HASH_DIGITS, group.longest_scalar)
    return len('{"challenge":"","response":""}') + challenge + group.longest_scalar


def _member(size: int) -> int:
    """The bytes of a member of the archive with so many bytes of content."""
    return BLOCK + -(-size // BLOCK) * BLOCK

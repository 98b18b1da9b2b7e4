"""Single answers, opened: what they hold, and whether an honest ballot would hold it.

Nothing proves before the tally that a ciphertext of a single answer holds a vector at all. The
result says for every answer what Belenios' programs say, by dropping what does not belong to the
vector. What they drop could mark a ballot, so that its author can be recognised; an answer that
is not exactly the element made of its vector is therefore no valid answer, whatever its vector
says, and the tally counts it as invalid.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeAlias

from crypto.election.election import Election
from crypto.election.shape import Shaped
from crypto.election.single_question import SingleQuestion
from crypto.groups.embedding import Extracted, extract
from crypto.groups.group import Element, Group
from crypto.groups.parallel import MapParts, map_here
from crypto.opening.encrypted_tally import EncryptedTally

DecryptedAnswers: TypeAlias = dict[int, tuple[Extracted, ...]]
"""Decrypted answers by index of their question, in the order of the last shuffle."""


def decrypted_elements(
    group: Group, tally: EncryptedTally, factors: Shaped[Element]
) -> Shaped[Element]:
    """β / F for every ciphertext of `tally` and its combined factor."""
    return tuple(
        tuple(
            group.divide(ciphertext.beta, factor)
            for ciphertext, factor in zip(ciphertexts, row, strict=True)
        )
        for ciphertexts, row in zip(tally.questions, factors, strict=True)
    )


def decrypt_single_answers(
    election: Election,
    tally: EncryptedTally,
    factors: Shaped[Element],
    map_parts: MapParts = map_here,
) -> DecryptedAnswers:
    """The single answers of `tally`, opened by its combined factors."""
    group = election.group
    rows = decrypted_elements(group, tally, factors)
    return {
        number: tuple(
            answer
            for part in map_parts(partial(_extracted, group, len(question.answers)), row)
            for answer in part
        )
        for number, (question, row) in enumerate(zip(election.questions, rows, strict=True))
        if isinstance(question, SingleQuestion)
    }


def _extracted(group: Group, length: int, elements: Sequence[Element]) -> list[Extracted]:
    return [extract(group, e, length) for e in elements]

"""Single answers: one shuffle of a thousand, as a teller makes it and as everybody checks it.

What a whole record with two shuffles takes, on one core and on two, is measured in `verifiers`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from crypto.election.election import Election, new_uuid
from crypto.election.write_in import write_in_question, write_in_vector
from crypto.groups.elgamal import Ciphertext
from crypto.groups.embedding import embed
from crypto.groups.generators import generators
from crypto.groups.named import group_named
from crypto.groups.randomness import SystemRandomness
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.shuffles.shuffle import Shuffle, check_shuffle, make_shuffle
from tally.verify.record.cores import Cores
from tests.benchmarks.timing import Timing, timed

_BOXES = (("Ed25519", 1000), ("RFC-3526-2048", 50))


def shuffle_rows() -> Iterator[tuple[str, Timing]]:
    """The rows of the table about shuffles."""
    for name, size in _BOXES:
        election, tally = _written_in(name, size)
        generators(election.group, size)  # made once per run of a program
        shuffle = make_shuffle(election, tally)
        data = shuffle.to_json().encode()
        yield (
            f"shuffle {size} single answers and prove it, {name}",
            timed(lambda election=election, tally=tally: make_shuffle(election, tally)),  # type: ignore[misc]
        )
        yield (
            f"parse a shuffle of {size} single answers, {name} ({len(data)} bytes)",
            timed(
                lambda election=election, data=data, size=size: Shuffle.parse(  # type: ignore[misc]
                    election, data, single_answers=size
                )
            ),
        )
        yield (
            f"check a shuffle of {size} single answers, {name}",
            timed(
                lambda election=election, tally=tally, shuffle=shuffle: check_shuffle(  # type: ignore[misc]
                    election, tally, shuffle
                )
            ),
        )
        with Cores(2) as cores:
            check = partial(check_shuffle, election, tally, shuffle, map_parts=cores)
            check()  # the processes start with the first work given to them
            # What they compute is added to this one's processor time when they end.
            yield (
                f"check a shuffle of {size} single answers, {name}, in two processes",
                replace(timed(check), processor=()),
            )


def _written_in(name: str, size: int) -> tuple[Election, EncryptedTally]:
    """An election of one written-in line, and the ciphertexts of so many voters."""
    group, source = group_named(name), SystemRandomness()
    key = group.base_power(source.scalar(group))
    election = Election(
        1, "benchmark", "benchmark", group, key, (write_in_question("line"),), new_uuid()
    )
    text = embed(group, write_in_vector("张三"))
    row = []
    for _ in range(size):
        r = source.scalar(group)
        row.append(Ciphertext(group.base_power(r), group.multiply(group.power(key, r), text)))
    return election, EncryptedTally(group, (tuple(row),))

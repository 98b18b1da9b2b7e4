"""Single answers: one shuffle of a thousand, as a teller makes it and as everybody checks it.

What a whole record with two shuffles takes, on one core and on two, is measured in `records`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from rich.table import Table

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
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed

_LEAST = 50
"""Answers in the group whose exponents have 2047 bits."""


def shuffle_table(extent: Extent) -> Table:
    """The table of shuffles."""
    return comparison("Single answers, shuffled and checked", "an answer", _rows(extent))


def _rows(extent: Extent) -> Iterator[Row]:
    for size in extent.ballots:
        yield from _shuffled("Ed25519", size)
    yield from _shuffled("RFC-3526-2048", _LEAST)


def _shuffled(name: str, size: int) -> Iterator[Row]:
    election, tally = _written_in(name, size)
    generators(election.group, size)  # made once per run of a program
    shuffle = make_shuffle(election, tally)
    data = shuffle.to_json().encode()
    what = f"{size} single answers, {name}"
    yield Row(f"shuffle and prove {what}", size, timed(partial(make_shuffle, election, tally)))
    parse = partial(Shuffle.parse, election, data, single_answers=size)
    yield Row(f"parse a shuffle of {what} ({len(data)} bytes)", size, timed(parse))
    check = partial(check_shuffle, election, tally, shuffle)
    alone = timed(check)
    yield Row(f"check a shuffle of {what}", size, alone)
    with Cores(2) as cores:
        check = partial(check, map_parts=cores)
        check()  # the processes start with the first work given to them
        # What they compute is added to this one's processor time when they end.
        both = replace(timed(check), processor=())
        yield Row(f"check it in two processes, {name}", size, both, "in one process", alone)


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

"""One ballot: made as a kiosk does, verified as a server does, and how it grows with the people.

Every person has one item: one of four answers, or 弃权, which are five encrypted choices.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.table import Table

from crypto.ballots.ballot import (
    ballot_check,
    ballot_elements,
    ballot_of,
    max_ballot_bytes,
    unsigned_part,
)
from crypto.canonical import loads
from crypto.proofs.checks import run
from tests.benchmarks import yardstick
from tests.benchmarks.accepting import accepted
from tests.benchmarks.boxes import CHOICES_PER_ITEM, PaperBox, paper_box
from tests.benchmarks.checking import made_again, spoiled
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import PEOPLE, Extent
from tests.benchmarks.timing import timed, timed_beside

_SAMPLE = 60
"""Choices that a peer is measured with, where it takes as long for each of them."""


def ballot_table(extent: Extent) -> Table:
    """The table of single ballots."""
    return comparison("One ballot, and how it grows with its people", "a choice", _rows(extent))


def _rows(extent: Extent) -> Iterator[Row]:
    for people in PEOPLE:
        yield from _made_and_verified("Ed25519", people)
    yield accepted(people=PEOPLE[0])
    yield spoiled()
    yield from (made_again(people) for people in PEOPLE)
    for people in PEOPLE if extent.full else PEOPLE[:1]:
        yield from _made_and_verified("BELENIOS-2048", people)
    if extent.full:
        yield from _made_and_verified("RFC-3526-2048", PEOPLE[0])


def _made_and_verified(group: str, people: int) -> Iterator[Row]:
    choices = people * CHOICES_PER_ITEM
    box = paper_box(group, choices)
    slip = box.slip()
    what = f"a ballot of {people} people, {choices} choices, {group}"
    make = partial(box.ballot, slip)
    if group == "Ed25519":
        peer = yardstick.encrypting(_SAMPLE)
        made, alone = timed_beside(make, peer, factor=choices / _SAMPLE)
        yield Row(
            f"encrypt, prove and sign {what}", choices, made, yardstick.library_of(group), alone
        )
    else:
        yield Row(f"encrypt, prove and sign {what}", choices, timed(make))
    data = box.ballot(slip).to_json().encode()
    accept, peer = partial(_accept, box, data), yardstick.checking(group, _SAMPLE)
    verified, alone = timed_beside(accept, peer, factor=choices / _SAMPLE)
    yield Row(
        f"parse and verify {what} ({len(data)} bytes)",
        choices,
        verified,
        yardstick.library_of(group),
        alone,
    )


def _accept(box: PaperBox, data: bytes) -> None:
    """Read and check a ballot as the board does: in one batch."""
    election = box.election
    value = loads(data, limit=max_ballot_bytes(election))
    with election.group.expecting(ballot_elements(value)):
        ballot = ballot_of(election, value)
        run(election.group, ballot_check(election, ballot, unsigned_part(data)))

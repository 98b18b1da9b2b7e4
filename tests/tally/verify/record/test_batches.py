"""A part of a box is one batch: what it asks of the group at a time, and what it announces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import pytest

from crypto.ballots.ballot import ballot_elements
from crypto.groups.ed25519 import Ed25519
from crypto.groups.group import Element, Terms
from crypto.groups.parallel import map_here
from crypto.record.archive_member import Member, MemberKind
from tally.verify.record.ballots import BallotTexts, check_ballots
from tests.crypto.fixtures.sample_elections import cast, election

T = TypeVar("T")
U = TypeVar("U")
PAPER = ((0, 1, 0, 1), (0, 1))


def in_one_part(
    work: Callable[[Sequence[T]], U], things: Sequence[T], _part: int = 1, /
) -> Iterator[U]:
    return map_here(work, things, len(things))


def test_a_part_of_a_box_is_announced_and_checked_in_one_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = election()
    texts = [cast(of, PAPER).to_json().encode() for _ in range(3)]
    at = texts[1].index(b'"challenge":"') + 40
    broken = texts[1][:at] + bytes([texts[1][at] ^ 1]) + texts[1][at + 1 :]  # another digit
    batches: list[int] = []
    expected: list[str] = []
    computed = Ed25519.products_of_powers

    def counted(self: Ed25519, requests: Sequence[Terms]) -> list[Element]:
        batches.append(len(requests))
        return computed(self, requests)

    @contextmanager
    def announced(_self: Ed25519, texts: Iterable[str], /) -> Iterator[None]:
        expected.extend(texts)
        yield
        expected.append("ended")

    monkeypatch.setattr(Ed25519, "products_of_powers", counted)
    monkeypatch.setattr(Ed25519, "expecting", announced)
    parts = [(1, texts[0]), (2, b"{}"), (3, broken), (4, texts[2]), (5, b"no ballot")]
    members = tuple((height, Member(MemberKind.DATA, text)) for height, text in parts)
    checked = check_ballots(
        of, BallotTexts(members), {}, lambda _done, _all: None, map_parts=in_one_part
    )

    assert [[each.code for each in ballot.problems] for ballot in checked.ballots] == [
        [],
        ["json-fields"],
        ["ballot-hash"],
        [],
        ["json-syntax"],
    ]
    readable = [json.loads(text) for text in (texts[0], broken, texts[2])]
    elements = [text for value in readable for text in ballot_elements(value)]
    assert expected == [*elements, "ended"]
    # Every commitment of the two good ballots and the sums; the totals' own; the sum; all sums.
    assert len(batches) == 4

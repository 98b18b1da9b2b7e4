"""A record that is stored elsewhere is read as one in memory is, and its parts are held to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.record import stored
from crypto.record.record import read_record, scan_record
from crypto.record.record_builder import record_bytes
from crypto.record.stored import Window
from tests.crypto.fixtures.small_records import TIMESTAMP, homomorphic, shuffled

RECORDS = [record_bytes(TIMESTAMP, each().entries) for each in (homomorphic, shuffled)]


PIECE = 1100
"""Bytes in a window: more than the header of an archive."""


class ChangedError(Exception):
    """What this store raises."""


@dataclass
class Kept:
    """Bytes that are elsewhere; `read` says how many were fetched at a time."""

    data: bytes
    read: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, extent: slice, /) -> bytes:
        found = self.data[extent]
        self.read.append(len(found))
        return found

    def changed(self) -> NoReturn:
        raise ChangedError


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "_PIECE", PIECE)


@given(st.binary(max_size=3000), st.lists(st.tuples(st.integers(0, 3100), st.integers(0, 3100))))
def test_a_window_shows_what_is_there(data: bytes, extents: list[tuple[int, int]]) -> None:
    window = Window(Kept(data))
    assert len(window) == len(data)
    for start, end in extents:
        assert window[start:end] == data[start:end]
        assert window.find(0, start, min(end, len(data))) == data.find(0, start, end)


@given(st.sampled_from(RECORDS), st.data())
def test_what_is_found_does_not_depend_on_where_a_record_is(
    record: bytes, data: st.DataObject
) -> None:
    changed = bytearray(record)
    for at in data.draw(st.lists(st.integers(0, len(record) - 1), max_size=3)):
        changed[at] ^= data.draw(st.sampled_from((1, 32, 128)))
    cut = data.draw(st.sampled_from((len(record), len(record) - 1, 700, 100, 0)))
    here = bytes(changed[:cut])
    held, problems = scan_record(here)
    elsewhere, told = scan_record(Kept(here))
    assert list(map(str, problems)) == list(map(str, told))
    assert held == elsewhere
    if held is not None and elsewhere is not None:
        assert {each.data for each in held.members.values()} == {
            each.data for each in elsewhere.members.values()
        }


def test_data_that_was_changed_after_the_record_was_read_is_refused() -> None:
    kept = Kept(RECORDS[0])
    record = read_record(kept)
    ballot = record.ballots[0]
    assert ballot.data in RECORDS[0]
    at = RECORDS[0].index(ballot.data)
    kept.data = RECORDS[0][:at] + b"[" + RECORDS[0][at + 1 :]
    with pytest.raises(ChangedError):
        _ = ballot.data
    assert record.ballots[1].data in RECORDS[0]


def test_a_false_size_does_not_fetch_a_whole_record() -> None:
    kept = Kept(RECORDS[0])
    read_record(kept)
    assert max(kept.read) <= PIECE
    lying = bytearray(RECORDS[0])
    lying[124:135] = b"77777777777"
    kept = Kept(bytes(lying))
    scan_record(kept)
    assert max(kept.read) <= PIECE

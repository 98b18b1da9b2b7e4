"""What is found of a box does not depend on what was verified of it before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tally.folder.scanned_record import ScannedRecord
from tally.verify.record.box import VerifiedBox, verify_scanned
from tally.verify.record.verified_before import VerifiedBefore
from tests.tally.fixtures.box_check import BOX, files_of
from tests.tally.fixtures.held_meeting import Held


def learned(scanned: ScannedRecord, acts: bytes | None) -> VerifiedBefore:
    before = VerifiedBefore()
    verify_scanned(scanned, BOX, acts=acts, before=before)
    assert before.notes
    return before


def opened(held: Held) -> tuple[bytes, bytes, VerifiedBefore]:
    """A record with two shares and a result, its acts, and the notes of it."""
    files = files_of(held)
    assert isinstance(files.record, bytes)
    assert files.acts is not None
    return files.record, files.acts, learned(ScannedRecord.of(files.record), files.acts)


def found(record: bytes, acts: bytes | None, before: VerifiedBefore | None) -> VerifiedBox:
    scanned = ScannedRecord.of(record)
    return verify_scanned(scanned, BOX, acts=acts, before=before)


def test_a_box_that_is_known_is_read_as_at_the_first_look(
    written: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, acts, before = opened(written)  # with two shuffles, too
    first = found(record, acts, None)
    proofs: list[str] = []
    for place in (
        "box.check_ballots",
        "shuffles.check_shuffle",
        "opening.check_partial_decryption",
        "opening.check_bound",
    ):
        monkeypatch.setattr(f"tally.verify.record.{place}", lambda *_g, **_n: proofs.append("any"))
    again = found(record, acts, before)
    assert proofs == []
    for name in ("findings", "setup", "ballots", "opening", "acts", "record"):
        assert getattr(again, name) == getattr(first, name), name


@pytest.fixture(scope="module")
def tiny_opened(tiny: Held) -> tuple[bytes, bytes, VerifiedBefore]:
    return opened(tiny)


@settings(max_examples=12, deadline=None)
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), in_acts=st.booleans())
def test_what_is_found_does_not_depend_on_what_was_verified_before(
    tiny_opened: tuple[bytes, bytes, VerifiedBefore], at: float, bit: int, in_acts: bool
) -> None:
    record, acts, before = tiny_opened
    changed = bytearray(acts if in_acts else record)
    changed[int(at * len(changed))] ^= 1 << bit
    files = (record, bytes(changed)) if in_acts else (bytes(changed), acts)
    known = VerifiedBefore()
    known.take(before.notes)
    told = found(*files, known).findings.found
    assert told == found(*files, None).findings.found
    assert told

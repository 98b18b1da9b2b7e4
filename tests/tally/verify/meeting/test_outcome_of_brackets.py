"""An outcome.json that is no outcome is not read as one: what it would cost is bounded."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from meeting.limits import LARGEST_OUTCOME
from tally.findings.finding import Level
from tally.folder.sizes import most_outcome_bytes
from tally.folder.source import open_folder
from tally.outcome.file.outcome_json import outcome_bytes
from tally.verify.folder import verify_folder
from tally.verify.meeting.named_versions import fields_of, read_within
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.sample_outcomes import samples


def brackets(size: int) -> bytes:
    return b"[" + (b"[]," * (size // 3))[:-1] + b"]"


def test_every_true_outcome_is_read() -> None:
    for outcome in samples():
        data = outcome_bytes(outcome)
        assert read_within(data, most_outcome_bytes(outcome.meeting)) is not None
        assert fields_of(data, most_outcome_bytes(outcome.meeting))["version"]


@pytest.mark.parametrize("size", [1 << 20, 1 << 24])
def test_brackets_are_counted_before_they_are_read(size: int) -> None:
    data = brackets(size)
    tracemalloc.start()
    assert fields_of(data, LARGEST_OUTCOME) == {}
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()


def test_an_outcome_longer_than_the_meeting_can_have_is_not_read(
    published: Path, tiny: Held
) -> None:
    most = most_outcome_bytes(tiny.hall.meeting)
    assert most < LARGEST_OUTCOME
    data = b'{"version":2,"x":"' + b"x" * (most - 20) + b'"}'
    assert fields_of(data, most)["version"] == 2
    assert fields_of(data[:-2] + b'x"}', most) == {}
    for size, codes in ((most // 2, ["outcome-differs"]), (most * 2, ["file-size"])):
        (published / "outcome.json").write_bytes(brackets(size))
        found = verify_folder(open_folder(published), workers=1).findings
        assert [each.code for each in found if each.level is Level.PROBLEM] == codes

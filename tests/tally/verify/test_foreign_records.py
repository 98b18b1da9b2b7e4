"""Records that the reference implementation made, verified as plain Belenios."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.record.archive import read_archive
from crypto.record.archive_member import BLOCK
from tally.findings.finding import Level
from tally.folder.source import SingleRecord, open_source
from tally.problem import Problem
from tally.verify.single import NOT_CHECKED, verify_single
from tally.verify.verdict import Verdict, Word
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.spoiled_records import edited

HOMOMORPHIC = {"ed25519-hom-200-v3.3.0": 200, "belenios2048-hs-10-v3.3.0": 10}
SINGLE_ANSWERS = {"ed25519-nh-60-v3.3.0": 60, "rfc3526-nh-10-v3.3.0": 10}


def verdict_of(path: Path) -> Verdict:
    source = open_source(path)
    assert isinstance(source, SingleRecord)
    return verify_single(source, workers=1)


@pytest.mark.parametrize("name", HOMOMORPHIC)
def test_a_foreign_record_is_valid_its_result_right_and_what_it_lacks_named(
    vectors: Path, name: str
) -> None:
    verdict = verdict_of(vectors / name / "record.bel")
    assert verdict.word is Word.VALID
    assert {each.level for each in verdict.findings} == {Level.NOTE}
    assert {each.code for each in verdict.findings} == {
        "not-bound",
        "single-trustees",
        "foreign-credential-order",
        *(code for code, _detail in NOT_CHECKED),
    }
    box = verdict.boxes[0]
    assert box.count == HOMOMORPHIC[name]
    assert not box.bound
    assert box.opening is not None
    assert box.opening.result is not None
    assert box.opening.result.counts == plain_count(vectors / name)


def plain_count(folder: Path) -> tuple[tuple[int, ...], ...]:
    """The sums of the choices that went into a record."""
    votes = [choices for _voter, choices in json.loads((folder / "votes.json").read_text())]
    return tuple(
        tuple(sum(column) for column in zip(*(vote[question] for vote in votes), strict=True))
        for question in range(2)
    )


@pytest.mark.parametrize("name", SINGLE_ANSWERS)
def test_a_foreign_record_with_single_answers_is_valid_and_opens_to_the_votes(
    vectors: Path, name: str
) -> None:
    verdict = verdict_of(vectors / name / "record.bel")
    assert verdict.word is Word.VALID
    assert {each.code for each in verdict.findings} >= {"not-bound", "shuffle-unsigned"}
    opening = verdict.boxes[0].opening
    assert opening is not None
    assert opening.result is not None
    votes = [choices for _voter, choices in json.loads((vectors / name / "votes.json").read_text())]
    assert len(votes) == verdict.boxes[0].count == SINGLE_ANSWERS[name]
    assert sorted(map(list, opening.result.singles[0] or ())) == sorted(rank for rank, _ in votes)
    assert len(opening.shufflers) == 2


def test_a_record_in_an_unknown_group_is_refused_not_judged(vectors: Path, tmp_path: Path) -> None:
    parts = Parts.of((vectors / "belenios2048-hs-10-v3.3.0" / "record.bel").read_bytes())
    election = edited(parts.election, lambda value: value | {"group": "P-256"})
    path = tmp_path / "unknown.bel"
    path.write_bytes(replace(parts, election=election).record())
    with pytest.raises(Problem) as caught:
        verdict_of(path)
    assert caught.value.code == "record-unsupported"


def test_a_foreign_record_that_was_touched_is_invalid(vectors: Path, tmp_path: Path) -> None:
    data = bytearray((vectors / "belenios2048-hs-10-v3.3.0" / "record.bel").read_bytes())
    ballot = read_archive(bytes(data)).members[7]
    assert ballot.block is not None
    data[(ballot.block + 1) * BLOCK + 1000] ^= 1
    path = tmp_path / "touched.bel"
    path.write_bytes(bytes(data))
    verdict = verdict_of(path)
    assert verdict.word is Word.INVALID
    assert "archive-hash" in {each.code for each in verdict.findings}


def test_one_of_our_records_with_its_acts_beside_it_is_bound(tiny: Held) -> None:
    verdict = verdict_of(tiny.out / "boxes/r1-A/record.bel")
    assert verdict.word is Word.VALID
    assert verdict.boxes[0].bound
    assert "foreign-acts" in {each.code for each in verdict.findings}


def test_a_record_by_itself_that_ends_early_is_unfinished(tiny: Held) -> None:
    verdict = verdict_of(tiny.closed / "boxes/r1-A/record.bel")
    assert verdict.word is Word.UNFINISHED

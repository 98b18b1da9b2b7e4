"""The tamper matrix: for every code of the verifier a record that breaks exactly its rule.

Proofs are made again, hashes and signatures computed again, so that only the one check can catch
the record; what falls with it by necessity is listed in `expected`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tally.findings.codes import CODES
from tally.findings.finding import Finding, Level
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.single_hall import single_hall
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.two_meetings import Two
from tests.tally.tamper import (
    archive_cases,
    ballot_cases,
    by_itself_cases,
    cancelled_cases,
    checkpoint_cases,
    continuing_cases,
    draw_cases,
    figures_cases,
    folder_cases,
    kept_cases,
    lone_cases,
    opened_cases,
    opening_cases,
    receipt_cases,
    ruling_cases,
    setup_cases,
    single_cases,
    step_cases,
    sum_cases,
    written_cases,
)
from tests.tally.tamper.expected import FOLLOWS

BOXES = {
    **archive_cases.CASES,
    **setup_cases.CASES,
    **ballot_cases.CASES,
    **opening_cases.CASES,
    **checkpoint_cases.CHECKPOINTS,
    **checkpoint_cases.UNFINISHED,
}
FOLDERS = {
    **folder_cases.FOLDERS,
    **receipt_cases.RECEIPTS,
    **by_itself_cases.BY_ITSELF,
    **kept_cases.CASES,
    **opened_cases.CASES,
    **figures_cases.CASES,
    **draw_cases.CASES,
    **cancelled_cases.CASES,
}
ALSO = {"shuffle-nothing"}


@pytest.fixture(scope="module")
def singles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with pytest.MonkeyPatch.context() as patch:
        yield single_hall(tmp_path_factory.mktemp("singles") / "ceremony", patch)


def test_every_code_has_a_record() -> None:
    made = {*BOXES, *FOLDERS, *lone_cases.CASES, *single_cases.CASES, *ALSO, *written_cases.CASES}
    made |= {*sum_cases.CASES, *sum_cases.FEW, *ruling_cases.CASES, *ruling_cases.WRITTEN}
    made |= {*continuing_cases.CASES}
    assert made == set(CODES)


@pytest.mark.parametrize("code", sum_cases.CASES)
def test_a_sum_of_boxes_that_breaks_one_rule(summed: Held, tmp_path: Path, code: str) -> None:
    judge(code, sum_cases.CASES[code](summed, tmp_path / "out"))


@pytest.mark.parametrize("code", sum_cases.FEW)
def test_a_sum_of_few_ballots_or_of_two_rounds(few: Hall, tmp_path: Path, code: str) -> None:
    found = sum_cases.FEW[code](few, tmp_path / "out")
    judge(code, [each for each in found if each.code != "file-missing"])


@pytest.mark.parametrize("code", ruling_cases.CASES)
def test_a_ruling_that_breaks_one_rule(decided: Held, tmp_path: Path, code: str) -> None:
    judge(code, ruling_cases.CASES[code](decided, tmp_path))


@pytest.mark.parametrize("code", ruling_cases.WRITTEN)
def test_a_merge_of_names_that_breaks_one_rule(written: Held, tmp_path: Path, code: str) -> None:
    judge(code, ruling_cases.WRITTEN[code](written, tmp_path))


@pytest.mark.parametrize("name", ruling_cases.MERGED)
def test_a_merge_of_names_that_cannot_be(written: Held, tmp_path: Path, name: str) -> None:
    judge("ruling-names", ruling_cases.MERGED[name](written, tmp_path))


@pytest.mark.parametrize("name", ruling_cases.ALSO)
def test_a_ruling_that_breaks_a_rule_in_another_way(
    decided: Held, tmp_path: Path, name: str
) -> None:
    case, code = ruling_cases.ALSO[name]
    judge(code, case(decided, tmp_path))


@pytest.mark.parametrize("code", BOXES)
def test_a_box_that_breaks_one_rule(tiny: Held, code: str) -> None:
    judge(code, BOXES[code](tiny).findings.found)


@pytest.mark.parametrize("code", FOLDERS)
def test_a_folder_receipt_or_record_that_breaks_one_rule(
    tiny: Held, tmp_path: Path, code: str
) -> None:
    judge(code, FOLDERS[code](tiny, tmp_path / "out"))


@pytest.mark.parametrize("code", lone_cases.CASES)
def test_a_box_of_other_kinds_that_breaks_one_rule(code: str) -> None:
    judge(code, lone_cases.CASES[code]())


@pytest.mark.parametrize("code", lone_cases.ALSO)
def test_a_rule_broken_in_another_way(code: str) -> None:
    assert {each.code for each in lone_cases.ALSO[code]()} == {code}


@pytest.mark.parametrize("code", single_cases.CASES)
def test_single_answers_that_break_one_rule(singles: Hall, code: str) -> None:
    judge(code, single_cases.CASES[code](singles))


@pytest.mark.parametrize("code", written_cases.CASES)
def test_papers_with_single_answers_that_break_one_rule(tmp_path: Path, code: str) -> None:
    judge(code, written_cases.CASES[code](tmp_path))


@pytest.mark.parametrize("code", continuing_cases.CASES)
def test_a_meeting_that_does_not_follow_from_the_one_before(
    two: Two, tmp_path: Path, code: str
) -> None:
    judge(code, continuing_cases.CASES[code](two, tmp_path))


@pytest.mark.parametrize("name", step_cases.CASES)
def test_a_step_of_the_rules_that_is_another_one(by_rules: Held, tmp_path: Path, name: str) -> None:
    """It is named, and what differs in it."""
    case = step_cases.CASES[name]
    found = case.make(by_rules, tmp_path / "out")
    judge(case.code, found)
    assert [each.detail for each in found if case.told in each.detail]


@pytest.mark.parametrize("name", step_cases.DECIDED)
def test_a_step_that_people_decided_otherwise(decided: Held, tmp_path: Path, name: str) -> None:
    case = step_cases.DECIDED[name]
    found = case.make(decided, tmp_path)
    judge(case.code, found)
    assert [each.detail for each in found if case.told in each.detail]


@pytest.mark.parametrize("name", step_cases.MERGED)
def test_names_that_were_merged_otherwise(written: Held, tmp_path: Path, name: str) -> None:
    case = step_cases.MERGED[name]
    found = case.make(written, tmp_path)
    judge(case.code, found)
    assert [each.detail for each in found if case.told in each.detail]


def test_a_shuffle_of_nothing(tiny: Held) -> None:
    judge("shuffle-nothing", single_cases.needless(tiny.hall))


def judge(code: str, findings: Iterable[Finding]) -> None:
    """The code was found; what else is no note is expected; an opened record need not be whole."""
    found = list(findings)
    codes = {each.code for each in found}
    assert code in codes
    assert codes <= set(CODES)
    problems = {each.code for each in found if each.level is not Level.NOTE}
    assert problems - {code, "record-unfinished"} == FOLLOWS.get(code, set())
